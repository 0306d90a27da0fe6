"""Tests of billhook.usecases.companies."""
