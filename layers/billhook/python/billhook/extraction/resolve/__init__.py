"""Resolve candidates: choose the values of a bill that fit together."""
