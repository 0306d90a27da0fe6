"""Tests of billhook.usecases.jobs."""
