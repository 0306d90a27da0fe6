"""Tests of billhook.usecases.delivery."""
