"""Tests of billhook.usecases.jobs.steps."""
