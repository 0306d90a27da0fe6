"""How many deliveries a second a destination gets: a line in which everybody has a place, and nobody pushes in.

The rate holds over all workers: a second's worth may go at once, after that they are spaced evenly. Who comes too
early is told when to come back; until then newcomers stand behind.
"""

from datetime import datetime, timedelta

from billhook.domain.ids import DestinationId
from billhook.domain.value import Value

SECOND = timedelta(seconds=1)
HORIZON = timedelta(minutes=10)
"""The line is never longer than this; who finds it full asks again later."""


class RateLimit(Value):
    """``next_at`` is when the next would be due if they were spaced evenly, ``line_ends`` the last place given away.

    ``revision`` grows with each change: who saves an old one has lost.
    """

    destination_id: DestinationId
    revision: int = 0
    next_at: datetime | None = None
    line_ends: datetime | None = None

    def asked(self, now: datetime, *, per_second: int, has_place: bool) -> tuple["RateLimit", timedelta]:
        """The pace afterwards, and how long to wait: not at all when it is one's turn."""
        gap = SECOND / per_second
        due = max(self.next_at or now, now)
        line_ends = max(self.line_ends or now, now)
        if (has_place or line_ends == now) and due - now <= SECOND - gap:
            return self._changed(next_at=due + gap), timedelta(0)
        place = max(line_ends, due - SECOND) + gap
        if place - now > HORIZON:
            return self, HORIZON
        return self._changed(line_ends=place), place - now

    def _changed(self, **fields: datetime) -> "RateLimit":
        return self.model_copy(update={"revision": self.revision + 1, **fields})
