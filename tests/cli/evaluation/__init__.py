"""Tests of the evaluation of extracted values."""
