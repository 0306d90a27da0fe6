"""One concern per module: each reads the view of a document and claims findings. None decides alone."""
