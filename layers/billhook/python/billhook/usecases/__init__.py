"""Use cases: one verb per file, a frozen dataclass of the ports it needs, one request per call."""
