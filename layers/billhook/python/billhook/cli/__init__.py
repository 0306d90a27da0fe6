"""The command line ``billhook``, for people and scripts, against an API or on this machine."""
