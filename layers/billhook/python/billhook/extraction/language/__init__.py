"""Language, region and lexicon of a document, read from ``data/``."""
