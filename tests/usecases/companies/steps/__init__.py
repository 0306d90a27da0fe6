"""Tests of billhook.usecases.companies.steps."""
