"""What can be asked of Billhook: one verb per file, a frozen dataclass of the ports it needs, one request per call."""
