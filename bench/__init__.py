"""Benchmarks behind the figures in the docs. Each gives ratios that are measured within one run."""
