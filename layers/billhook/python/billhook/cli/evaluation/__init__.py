"""Evaluate extraction: compare documents with their truth, field by field, with intervals."""
