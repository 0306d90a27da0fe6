"""Limit the number of requests of a key per minute."""

from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from billhook.domain.company import Principal
from billhook.domain.errors import Retryable, TooManyRequests
from billhook.domain.ids import KeyId
from billhook.ports.clock import Clock
from billhook.ports.limits import Counters

_MINUTE = timedelta(minutes=1)
_MOST_REMEMBERED = 1_000


@dataclass(frozen=True)
class LimitRate:
    """One write per request. A key over its limit costs none until the next minute.

    Requests pass while the counter fails: the limit protects the table and must not stop the API.
    """

    counters: Counters
    clock: Clock
    _used_up: dict[KeyId, datetime] = field(default_factory=dict, repr=False)

    def __call__(self, principal: Principal) -> None:
        """Raises TooManyRequests over the limit."""
        now = self.clock.now()
        minute = now.replace(second=0, microsecond=0)
        if self._used_up.get(principal.key_id) != minute and self._counted(principal, minute):
            return
        if len(self._used_up) >= _MOST_REMEMBERED:
            self._used_up.clear()
        self._used_up[principal.key_id] = minute
        wait = int((minute + _MINUTE - now).total_seconds()) + 1
        raise TooManyRequests(
            f"Rate limit of {principal.rate_per_minute:,} requests a minute exceeded.", retry_after=wait
        )

    def _counted(self, principal: Principal, minute: datetime) -> bool:
        with suppress(Retryable):
            return self.counters.increment(principal.key_id, minute, limit=principal.rate_per_minute)
        return True
