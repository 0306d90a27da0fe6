"""Annotate a laid-out document with labels, numbers, dates and units."""
