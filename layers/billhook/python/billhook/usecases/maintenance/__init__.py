"""Periodic recovery of work that was missed."""
