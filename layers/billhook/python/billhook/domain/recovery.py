"""Recovery of a destination: delivers the events since a time that it did not receive."""

from datetime import datetime, timedelta
from enum import StrEnum

from billhook.domain.ids import CompanyId, DestinationId
from billhook.domain.sweep_delays import RECHECK_DELAY
from billhook.domain.value import Value

MAX_AGE = timedelta(days=14)
MAX_RECOVERED = 10_000
"""Maximum number of deliveries of one recovery."""


class RecoveryStep(StrEnum):
    """Steps of a recovery: restart exhausted deliveries, then plan events without a delivery.

    FULL ends it after ``MAX_RECOVERED`` deliveries; another recovery since the same time continues. STOPPED ends it if
    the destination was disabled or deleted.
    """

    DELIVERIES = "DELIVERIES"
    EVENTS = "EVENTS"
    DONE = "DONE"
    FULL = "FULL"
    STOPPED = "STOPPED"

    @property
    def is_over(self) -> bool:
        return self not in {RecoveryStep.DELIVERIES, RecoveryStep.EVENTS}


class Recovery(Value):
    """``cursor`` is the position in the list of this step, ``recovered`` the number of deliveries so far.

    Events after ``created`` are excluded. ``revision`` grows with each page.
    """

    id: str
    company_id: CompanyId
    destination_id: DestinationId
    since: datetime
    revision: int = 0
    step: RecoveryStep = RecoveryStep.DELIVERIES
    cursor: str | None = None
    recovered: int = 0
    created: datetime
    updated: datetime
    due_at: datetime | None = None

    def covers(self, created: datetime) -> bool:
        return self.since <= created < self.created

    def advanced(self, count: int, cursor: str | None, step: RecoveryStep, *, now: datetime) -> "Recovery":
        """After a page that restarted ``count`` deliveries."""
        recovered = self.recovered + count
        if recovered >= MAX_RECOVERED and not step.is_over:
            step = RecoveryStep.FULL
        progress = {"revision": self.revision + 1, "step": step, "recovered": recovered, "updated": now}
        following = {"cursor": cursor, "due_at": now + RECHECK_DELAY}
        return self.model_copy(update={**progress, **(dict.fromkeys(following) if step.is_over else following)})
