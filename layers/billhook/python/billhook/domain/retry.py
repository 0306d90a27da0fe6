"""When a failed attempt is tried again: the schedule, bent by chance and by what the receiver asked for."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from billhook.domain.delivery import JITTER, SCHEDULE, SLOW_DOWN, Attempt

GONE = 410
_TOO_MANY_REQUESTS = 429
_CANNOT_KEEP_UP = {"timeout", "throttled"}
_MAX_DIGITS = 9


@dataclass(frozen=True)
class Patience:
    """The waits before each attempt, and the least wait after one that was too much; both can be set per stage."""

    schedule: tuple[timedelta, ...] = SCHEDULE
    slow_down: timedelta = SLOW_DOWN

    def before(self, attempt: int) -> timedelta | None:
        """The base wait before try number ``attempt`` (from 1), or None when the schedule is used up."""
        return self.schedule[attempt - 1] if attempt <= len(self.schedule) else None


PATIENCE = Patience()


def wait_after(
    failed: Attempt,
    *,
    base: timedelta,
    luck: timedelta,
    asked: timedelta | None,
    slow_down: timedelta = SLOW_DOWN,
) -> timedelta:
    """How long to wait after ``failed``, at least the ``base`` of the schedule.

    ``luck`` is a random share of ``spread(base)``. What the receiver ``asked`` for counts between once and twice
    ``base``. After a 429 or a time-out it is ``slow_down`` at least.
    """
    wait = min(max(asked, base), 2 * base) if asked is not None else base - spread(base) / 2 + luck
    slow = failed.status_code == _TOO_MANY_REQUESTS or failed.error in _CANNOT_KEEP_UP
    return max(wait, slow_down) if slow else wait


def spread(base: timedelta) -> timedelta:
    """The width of the range that a jittered ``base`` falls into."""
    return base * (2 * JITTER)


def retry_after(header: str | None, *, now: datetime) -> timedelta | None:
    """The wait that a ``Retry-After`` header asks for (seconds or an HTTP date), or None when it makes no sense."""
    text = (header or "").strip()
    if text.isascii() and text.isdigit():
        return timedelta(seconds=int(text)) if len(text) <= _MAX_DIGITS else None
    try:
        at = parsedate_to_datetime(text)
    except (ValueError, IndexError, OverflowError):  # what the parser makes of nonsense varies
        return None
    aware = at if at.tzinfo else at.replace(tzinfo=UTC)
    return max(aware - now, timedelta(0))
