"""Rate limiter per destination, shared by all workers.

Up to N deliveries a second are sent at once; later ones get evenly spaced slots in the order of their arrival, at most
10 minutes ahead.
"""

from datetime import datetime, timedelta

from billhook.domain.ids import DestinationId
from billhook.domain.value import Value

SECOND = timedelta(seconds=1)
HORIZON = timedelta(minutes=10)
"""Slots are reserved at most this far ahead; a delivery that gets none tries again later."""


class RateLimit(Value):
    """``next_at`` is the next evenly spaced time, ``line_ends`` the last reserved slot.

    ``revision`` grows with each change, for optimistic locking.
    """

    destination_id: DestinationId
    revision: int = 0
    next_at: datetime | None = None
    line_ends: datetime | None = None

    def reserve(self, now: datetime, *, per_second: int, has_slot: bool) -> tuple["RateLimit", timedelta]:
        """The limiter afterwards, and how long to wait; the same limiter when no slot is free."""
        gap = SECOND / per_second
        due = max(self.next_at or now, now)
        line_ends = max(self.line_ends or now, now)
        if (has_slot or line_ends == now) and due - now <= SECOND - gap:
            return self._changed(next_at=due + gap), timedelta(0)
        slot = max(line_ends, due - SECOND) + gap
        if slot - now > HORIZON:
            return self, HORIZON
        return self._changed(line_ends=slot), slot - now

    def _changed(self, **fields: datetime) -> "RateLimit":
        return self.model_copy(update={"revision": self.revision + 1, **fields})
