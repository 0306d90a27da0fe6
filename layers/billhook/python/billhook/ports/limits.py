"""What keeps requests and costs within bounds, and repeats apart from firsts."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Protocol

from billhook.domain.ids import CompanyId, KeyId


class Counters(Protocol):
    """How many requests each key made in each minute."""

    def count(self, key_id: KeyId, minute: datetime, *, limit: int) -> bool:
        """One more in the minute that begins then; False, and nothing counted, when there were ``limit`` already."""


class Budgets(Protocol):
    """What was spent on each company in each calendar month (UTC)."""

    def spend(self, company_id: CompanyId, at: datetime, amount: Decimal, *, limit: Decimal) -> bool:
        """``amount`` (USD) more in the month of ``at``; False, and nothing spent, when that were over ``limit``."""


@dataclass(frozen=True)
class StoredResponse:
    """A request that was begun before: what was asked, and the sealed answer once there is one."""

    fingerprint: str
    answer: str | None = None


class IdempotencyRecords(Protocol):
    """Requests that carry a key by which their repeats are known. A record is gone when its time is over."""

    def begin(
        self, record_id: str, *, run: str, fingerprint: str, now: datetime, until: datetime, expires: datetime
    ) -> StoredResponse | None:
        """None when it is ours to carry out, as the one named ``run``; else what is known of the run before.

        A run without an answer holds the record until ``until``; the record itself ends at ``expires``.
        """

    def finish(self, record_id: str, *, run: str, answer: str) -> None:
        """Keep the answer of a run. Raises Lost when the run took too long and another one has begun."""

    def forget(self, record_id: str, *, run: str) -> None:
        """Let the next one carry it out, if the run is still ours."""
