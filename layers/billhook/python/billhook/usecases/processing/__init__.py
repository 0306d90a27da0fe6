"""Turn a stored file into an extracted document."""
