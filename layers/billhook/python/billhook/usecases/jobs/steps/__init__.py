"""Internal steps of jobs. Only use cases call them, no handler does."""
