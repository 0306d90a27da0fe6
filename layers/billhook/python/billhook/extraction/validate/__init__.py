"""Validate a bill: check its figures and compute the confidence of its values."""
