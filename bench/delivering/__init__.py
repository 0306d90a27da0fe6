"""Fixtures of the delivery benchmark: receivers, a queue with workers, a company with destinations."""
