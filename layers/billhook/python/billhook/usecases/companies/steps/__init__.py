"""Internal steps of companies. Only use cases call them, no handler does."""
