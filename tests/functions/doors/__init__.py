"""What the documents of the three source APIs state, compared with what the functions do."""
