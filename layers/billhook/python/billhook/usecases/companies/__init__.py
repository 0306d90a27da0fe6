"""Companies, sites and their active bill."""
