"""Run the extraction stages in order."""
