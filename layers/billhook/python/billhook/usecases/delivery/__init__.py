"""Publish events and deliver them."""
