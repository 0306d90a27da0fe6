"""Jobs, imports and their progress."""
