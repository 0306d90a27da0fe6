"""Rules that propose candidate values for fields."""
