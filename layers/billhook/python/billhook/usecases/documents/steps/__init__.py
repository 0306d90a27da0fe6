"""Internal steps of documents. Only use cases call them, no handler does."""
