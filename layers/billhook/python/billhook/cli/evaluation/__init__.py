"""How right bills were read: what is said against what is true, field by field, with intervals."""
