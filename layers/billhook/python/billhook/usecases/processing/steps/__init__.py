"""Internal steps of processing. Only use cases call them, no handler does."""
