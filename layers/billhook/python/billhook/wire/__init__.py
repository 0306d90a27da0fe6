"""Public JSON: the only shapes that customers see."""
