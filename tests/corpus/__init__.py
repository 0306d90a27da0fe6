"""Files that nobody on this project made, where they are at hand; skipped where they are not."""
