"""Tests of billhook.usecases.processing."""
