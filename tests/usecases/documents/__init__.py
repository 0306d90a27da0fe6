"""Tests of billhook.usecases.documents."""
