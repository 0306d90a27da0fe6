"""Configure where a company receives events."""
