"""Tests of billhook.usecases.destinations."""
