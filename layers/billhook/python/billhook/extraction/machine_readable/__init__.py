"""Machine-readable statements: payment and tax codes to witnesses, by the published rules of each format."""
