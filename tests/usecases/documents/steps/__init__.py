"""Tests of billhook.usecases.documents.steps."""
