"""Limit the requests of a key per minute and the files of a company per day."""

from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from billhook.domain.company import Company, Principal
from billhook.domain.errors import QuotaExceeded, Retryable, TooManyRequests
from billhook.domain.ids import KeyId
from billhook.ports.clock import Clock
from billhook.ports.limits import Budgets, Counters

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


@dataclass(frozen=True)
class LimitFiles:
    """A file counts when it is handed in or announced, whatever becomes of it; an archive counts as one."""

    budgets: Budgets
    clock: Clock

    def count(self, company: Company, files: int) -> None:
        """Raises QuotaExceeded, and counts nothing, when the day (UTC) has too few files left."""
        now = self.clock.now()
        if self.budgets.count_files(company.id, now, files, limit=company.files_per_day):
            return
        midnight = now.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
        left = max(0, company.files_per_day - self.budgets.get(company.id, now).files)
        raise QuotaExceeded(
            f"The company may hand in {company.files_per_day:,} files a day (UTC). {left:,} are left, and the request "
            f"has {files:,}. Wait until midnight, or have filesPerDay raised.",
            retry_after=int((midnight - now).total_seconds()) + 1,
        )
