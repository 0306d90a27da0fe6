"""Circuit breaker of processing: it pauses while most of the last documents meet the same fault of Billhook."""

from datetime import datetime, timedelta
from typing import Self

from billhook.domain.value import Value

WINDOW = 20
"""Documents of all workers whose outcomes are kept."""

LEAST_FAULTS = 5
PAUSE = timedelta(minutes=1)
"""After it documents are tried again, a few at a time: as many as there are workers."""

NO_FAULT = ""


class ProcessingCircuit(Value):
    """``outcomes`` are classes of faults, or NO_FAULT, of the last documents, newest last.

    ``revision`` grows with each change, for optimistic locking.
    """

    revision: int = 0
    outcomes: tuple[str, ...] = ()
    paused_until: datetime | None = None

    def pause(self, now: datetime) -> timedelta | None:
        """How long no document may be claimed; None when it may."""
        return self.paused_until - now if self.paused_until and self.paused_until > now else None

    def after_success(self) -> Self:
        """Unchanged after successes only: most documents need no write."""
        if not any(self.outcomes):
            return self
        return self._changed((*self.outcomes, NO_FAULT), None)

    def after_fault(self, fault: str, now: datetime) -> Self:
        """Paused when two thirds of the last documents met ``fault``, five at least."""
        outcomes = (*self.outcomes, fault)[-WINDOW:]
        count = outcomes.count(fault)
        is_common = count >= LEAST_FAULTS and 3 * count >= 2 * len(outcomes)
        return self._changed(outcomes, now + PAUSE if is_common else self.paused_until)

    def _changed(self, outcomes: tuple[str, ...], paused_until: datetime | None) -> Self:
        change = {"revision": self.revision + 1, "outcomes": outcomes[-WINDOW:], "paused_until": paused_until}
        return self.model_copy(update=change)
