"""Choose among candidates."""
