"""Segment a file into bills: which pages belong together."""
