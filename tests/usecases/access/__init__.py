"""Tests of billhook.usecases.access."""
