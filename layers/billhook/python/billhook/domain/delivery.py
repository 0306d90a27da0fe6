"""One event for one destination, its attempts, and when a failed one is tried again.

The retry schedule is bent by chance and by what the receiver asked for.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from enum import StrEnum

from billhook.domain.events import EventType
from billhook.domain.ids import CompanyId, DeliveryId, DestinationId, EventId, derived
from billhook.domain.value import Value

SCHEDULE = tuple(
    timedelta(seconds=seconds) for seconds in (0, 5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400)
)
"""Wait before each attempt; 75 h 35 m in all (source: the example of Standard Webhooks)."""

JITTER = 0.2
SLOW_DOWN = timedelta(seconds=60)
"""Minimum wait after a 429 or a time-out."""

LEEWAY = timedelta(seconds=1)
"""Allowed difference between the clocks of queues and workers."""


class DeliveryStatus(StrEnum):
    PENDING = "PENDING"
    DELIVERED = "DELIVERED"
    EXHAUSTED = "EXHAUSTED"
    CANCELLED = "CANCELLED"
    """The event or the destination no longer exists."""

    @property
    def is_final(self) -> bool:
        return self is not DeliveryStatus.PENDING


class Trigger(StrEnum):
    AUTOMATIC = "AUTOMATIC"
    MANUAL = "MANUAL"


class Attempt(Value):
    """One try. ``error`` is a class such as ``timeout``, never a raw socket message.

    A person requests a manual attempt: it is outside the retry schedule, and its ``number`` is 0.
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
    """The head of a delivery; ``attempts`` counts the automatic attempts, ``due_at`` is when the sweeper checks it.

    ``spent`` attempts were made before it was recovered: the retry schedule starts after them. ``has_place`` means that
    ``next_attempt_at`` is a slot that the rate limiter has reserved. ``test`` marks a sample.
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

    def deferred(self, *, next_attempt_at: datetime, due_at: datetime, has_slot: bool) -> "Delivery":
        """Waiting for its next attempt without a lease; ``has_slot`` if the rate limiter has reserved that time."""
        waiting = {"next_attempt_at": next_attempt_at, "due_at": due_at, "claimed_until": None, "has_place": has_slot}
        return self.model_copy(update=waiting)

    def attempted(self, attempt: "Attempt", now: datetime) -> "Delivery":
        """After ``attempt``: without a lease, not due, its status unchanged."""
        result = {"last_status_code": attempt.status_code, "last_error": attempt.error, "attempts": attempt.number}
        return self.model_copy(update={**result, "has_place": False, **_at_rest(now)})

    def ended(self, status: DeliveryStatus, now: datetime, error: str | None = None) -> "Delivery":
        result = {"last_error": error} if error else {}
        return self.model_copy(update={**result, "status": status, **_at_rest(now)})

    def restarted(self, *, now: datetime, due_at: datetime) -> "Delivery":
        """Pending again: its retry schedule starts from the beginning."""
        schedule = {"status": DeliveryStatus.PENDING, "spent": self.attempts, "last_error": None}
        return self.model_copy(update={**schedule, "next_attempt_at": now, "due_at": due_at, "updated": now})


def _at_rest(now: datetime) -> dict[str, datetime | None]:
    return {"claimed_until": None, "next_attempt_at": None, "due_at": None, "updated": now}


class Resend(Value):
    """A person's request for one more attempt; ``done`` when it was made."""

    id: str
    delivery_id: DeliveryId
    due_at: datetime | None
    claimed_until: datetime | None = None
    done: datetime | None = None


def delivery_id(event_id: EventId, destination_id: DestinationId) -> DeliveryId:
    """The id is derived: the same event for the same destination is the same delivery."""
    return DeliveryId(derived("delivery", event_id, destination_id))


GONE = 410
_TOO_MANY_REQUESTS = 429
_CANNOT_KEEP_UP = {"timeout", "throttled"}
_MAX_DIGITS = 9


@dataclass(frozen=True)
class RetryPolicy:
    """Waits before each attempt, and the minimum wait after a 429 or a time-out; a stage can set both."""

    schedule: tuple[timedelta, ...] = SCHEDULE
    slow_down: timedelta = SLOW_DOWN

    def before(self, attempt: int) -> timedelta | None:
        """The base wait before try number ``attempt`` (from 1), or None after the last one."""
        return self.schedule[attempt - 1] if attempt <= len(self.schedule) else None


RETRY_POLICY = RetryPolicy()


def wait_after(
    failed: Attempt,
    *,
    base: timedelta,
    jitter: timedelta,
    requested: timedelta | None,
    slow_down: timedelta = SLOW_DOWN,
) -> timedelta:
    """The wait after ``failed``, at least the ``base`` of the schedule.

    ``jitter`` is a random share of ``spread(base)``. A wait that the receiver ``requested`` counts from once to twice
    ``base``. After a 429 or a time-out the wait is at least ``slow_down``.
    """
    wait = min(max(requested, base), 2 * base) if requested is not None else base - spread(base) / 2 + jitter
    slow = failed.status_code == _TOO_MANY_REQUESTS or failed.error in _CANNOT_KEEP_UP
    return max(wait, slow_down) if slow else wait


def spread(base: timedelta) -> timedelta:
    """The width of the range that a jittered ``base`` falls into."""
    return base * (2 * JITTER)


def retry_after(header: str | None, *, now: datetime) -> timedelta | None:
    """The wait that a ``Retry-After`` header asks for (seconds or an HTTP date), or None if invalid."""
    text = (header or "").strip()
    if text.isascii() and text.isdigit():
        return timedelta(seconds=int(text)) if len(text) <= _MAX_DIGITS else None
    try:
        at = parsedate_to_datetime(text)
    except (ValueError, IndexError, OverflowError):  # the parser's errors for invalid dates vary
        return None
    aware = at if at.tzinfo else at.replace(tzinfo=UTC)
    return max(aware - now, timedelta(0))
