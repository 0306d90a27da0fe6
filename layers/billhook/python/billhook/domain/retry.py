"""Retry schedule of deliveries: base waits with jitter, adjusted to the receiver's ``Retry-After``."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from billhook.domain.delivery import JITTER, SCHEDULE, SLOW_DOWN, Attempt

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
