"""Internal steps of delivery. Only use cases call them, no handler does."""
