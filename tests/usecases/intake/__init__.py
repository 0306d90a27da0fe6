"""Tests of billhook.usecases.intake."""
