"""Build a bill from the chosen values, with their evidence."""
