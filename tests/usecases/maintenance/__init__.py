"""Tests of billhook.usecases.maintenance."""
