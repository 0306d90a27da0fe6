"""Measurements behind the figures in the docs: each a ratio taken within one run."""
