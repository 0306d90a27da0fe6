"""Use cases on fakes: what Billhook does, without the world."""
