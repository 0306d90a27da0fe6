"""Benchmarks for the figures in the docs. Each measures ratios within one run."""
