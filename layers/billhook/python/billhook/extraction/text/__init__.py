"""Parsers of strings: numbers, dates, units, money. Pure functions; tables come from ``data/``."""
