"""Tests of billhook.usecases.processing.steps."""
