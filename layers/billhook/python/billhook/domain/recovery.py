"""Work on a destination's past: what did not reach it since a time is delivered again."""

from datetime import datetime, timedelta
from enum import StrEnum

from billhook.domain.ids import CompanyId, DestinationId
from billhook.domain.value import Value

FARTHEST = timedelta(days=14)
MOST = 10_000
"""Deliveries that one recovery begins anew."""


class RecoveryStep(StrEnum):
    """First what was given up is tried anew, then what was never planned is planned.

    FULL ends one that began ``MOST`` deliveries: another one since the same time begins the rest. STOPPED ends one
    whose destination was disabled or deleted meanwhile.
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
    """``cursor`` is where the list of this step was left, ``recovered`` how many deliveries were begun so far.

    What came after ``created`` is none of its business. ``revision`` grows with each page.
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
