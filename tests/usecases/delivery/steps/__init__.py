"""Tests of billhook.usecases.delivery.steps."""
