"""Tests on files from outside the project; skipped where the corpus is absent."""
