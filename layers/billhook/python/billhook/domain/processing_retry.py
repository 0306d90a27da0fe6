"""How long a document waits after a fault that is not its own, and for how long Billhook tries."""

from datetime import timedelta

SHORTEST_WAIT, LONGEST_WAIT = timedelta(seconds=10), timedelta(minutes=5)

GIVE_UP_AFTER = timedelta(hours=24)
"""A document that cannot be processed for this long is rejected, so that its job ends."""


def wait_for_age(age: timedelta) -> timedelta:
    """Half of the time that a document has been waiting, within bounds."""
    return min(max(age / 2, SHORTEST_WAIT), LONGEST_WAIT)
