"""One event for one destination, its attempts, and when to try again."""

from datetime import datetime, timedelta
from enum import StrEnum

from billhook.domain.events import EventType
from billhook.domain.ids import CompanyId, DeliveryId, DestinationId, EventId, derived
from billhook.domain.value import Value

SCHEDULE = tuple(
    timedelta(seconds=seconds) for seconds in (0, 5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400)
)
"""The wait before each attempt; 75 h 35 m in all (the Standard Webhooks example)."""

JITTER = 0.2
SLOW_DOWN = timedelta(seconds=60)
"""The least wait after a 429 or a time-out."""

LEEWAY = timedelta(seconds=1)
"""An attempt may come so much too early: the clocks of queues and workers are not one."""


class DeliveryStatus(StrEnum):
    PENDING = "PENDING"
    DELIVERED = "DELIVERED"
    EXHAUSTED = "EXHAUSTED"
    CANCELLED = "CANCELLED"
    """There is nothing to tell any more, or nobody to tell it to."""

    @property
    def is_final(self) -> bool:
        return self is not DeliveryStatus.PENDING


class Trigger(StrEnum):
    AUTOMATIC = "AUTOMATIC"
    MANUAL = "MANUAL"


class Attempt(Value):
    """One try. ``error`` is a class such as ``timeout``, never a raw socket message.

    A manual one was asked for by a person: it has no place in the schedule, and its ``number`` is 0.
    """

    number: int
    trigger: Trigger = Trigger.AUTOMATIC
    at: datetime
    duration_ms: int
    status_code: int | None = None
    error: str | None = None
    response: str | None = None

    @property
    def succeeded(self) -> bool:
        return self.status_code is not None and 200 <= self.status_code < 300


class Delivery(Value):
    """The head of a delivery; ``attempts`` counts the automatic tries, ``due_at`` is when the sweeper looks.

    ``spent`` of them were made before it was recovered: the schedule begins anew behind them. ``has_place`` means that
    its destination's rate was used up and ``next_attempt_at`` is its place in the line. ``test`` marks a sample.
    """

    id: DeliveryId
    company_id: CompanyId
    destination_id: DestinationId
    event_id: EventId
    event_type: EventType
    subject_id: str
    version: int
    status: DeliveryStatus = DeliveryStatus.PENDING
    attempts: int = 0
    spent: int = 0
    has_place: bool = False
    test: bool = False
    next_attempt_at: datetime | None = None
    claimed_until: datetime | None = None
    due_at: datetime | None = None
    last_status_code: int | None = None
    last_error: str | None = None
    created: datetime
    updated: datetime


class Resend(Value):
    """A person's wish for one more attempt; ``done`` when it was made."""

    id: str
    delivery_id: DeliveryId
    due_at: datetime | None
    claimed_until: datetime | None = None
    done: datetime | None = None


def delivery_id(event_id: EventId, destination_id: DestinationId) -> DeliveryId:
    """The same event for the same destination is the same delivery, however often it is planned."""
    return DeliveryId(derived("delivery", event_id, destination_id))
