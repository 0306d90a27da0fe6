"""One event for one destination, its attempts, and when to try again."""

from datetime import datetime, timedelta
from enum import StrEnum

from billhook.domain.events import EventType
from billhook.domain.ids import CompanyId, DeliveryId, DestinationId, EventId, derived
from billhook.domain.values import Value

SCHEDULE = tuple(
    timedelta(seconds=seconds) for seconds in (0, 5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400)
)
"""The wait before each attempt; 75 h 35 m in all (the Standard Webhooks example)."""

JITTER = 0.2
SLOW_DOWN = timedelta(seconds=60)
"""The least wait after a 429 or a time-out."""


class DeliveryStatus(StrEnum):
    PENDING = "PENDING"
    DELIVERED = "DELIVERED"
    EXHAUSTED = "EXHAUSTED"
    CANCELLED = "CANCELLED"

    @property
    def is_final(self) -> bool:
        return self is not DeliveryStatus.PENDING


class Attempt(Value):
    """One try. ``error`` is a class such as ``timeout``, never a raw socket message."""

    number: int
    at: datetime
    duration_ms: int
    status_code: int | None = None
    error: str | None = None
    response: str | None = None

    @property
    def succeeded(self) -> bool:
        return self.status_code is not None and 200 <= self.status_code < 300


class Delivery(Value):
    """The head of a delivery; ``attempts`` counts the tries made, ``due_at`` is when the sweeper looks."""

    id: DeliveryId
    company_id: CompanyId
    destination_id: DestinationId
    event_id: EventId
    event_type: EventType
    subject_id: str
    version: int
    status: DeliveryStatus = DeliveryStatus.PENDING
    attempts: int = 0
    next_attempt_at: datetime | None = None
    claimed_until: datetime | None = None
    due_at: datetime | None = None
    last_status_code: int | None = None
    last_error: str | None = None
    created: datetime
    updated: datetime


def delivery_id(event_id: EventId, destination_id: DestinationId) -> DeliveryId:
    """The same event for the same destination is the same delivery, however often it is planned."""
    return DeliveryId(derived("delivery", event_id, destination_id))


def wait_before(attempt: int, schedule: tuple[timedelta, ...] = SCHEDULE) -> timedelta | None:
    """The base wait before try number ``attempt`` (from 1), or None when the schedule is used up."""
    return schedule[attempt - 1] if attempt <= len(schedule) else None
