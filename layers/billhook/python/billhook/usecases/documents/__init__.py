"""Read, correct, reprocess and delete documents."""
