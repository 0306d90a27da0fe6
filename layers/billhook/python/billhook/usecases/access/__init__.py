"""Who may call, how often, and what they may touch."""
