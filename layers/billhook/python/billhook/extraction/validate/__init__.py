"""Check a bill and compute confidences."""
