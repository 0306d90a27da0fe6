"""Request counters, OCR budgets, and records of idempotent requests."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Protocol

from billhook.domain.ids import CompanyId, KeyId
from billhook.domain.ocr_rate import OcrRate


class Counters(Protocol):
    """Request counts per API key and minute."""

    def increment(self, key_id: KeyId, minute: datetime, *, limit: int) -> bool:
        """Count one request in the minute that starts at ``minute``. Return False without counting at ``limit``."""


@dataclass(frozen=True)
class Spending:
    """``usd`` is the cost of AnalyzeExpense in the month (UTC), ``files`` those handed in on the day (UTC)."""

    usd: Decimal = Decimal(0)
    files: int = 0


class Budgets(Protocol):
    """What a company used: OCR cost by calendar month (UTC), files by day (UTC)."""

    def get(self, company_id: CompanyId, at: datetime) -> Spending:
        """Return what was used in the month and on the day of ``at``."""

    def count_files(self, company_id: CompanyId, at: datetime, count: int, *, limit: int) -> bool:
        """Add ``count`` to the day of ``at``. Return False without adding when it would exceed ``limit``."""

    def spend(self, company_id: CompanyId, at: datetime, amount: Decimal, *, limit: Decimal) -> bool:
        """Add ``amount`` (USD) to the month of ``at``. Return False without adding when it would exceed ``limit``."""


class OcrRates(Protocol):
    """The token bucket of OCR requests."""

    def get(self) -> OcrRate: ...
    def save(self, rate: OcrRate) -> None:
        """Write it if the stored revision is the previous one. Raises StaleLease."""


@dataclass(frozen=True)
class StoredResponse:
    """An idempotent request that was begun before: its fingerprint, and its encrypted response once complete."""

    fingerprint: str
    response: str | None = None


class IdempotencyRecords(Protocol):
    """Records of requests with an Idempotency-Key. An expired record counts as absent."""

    def begin(
        self, record_id: str, *, run: str, fingerprint: str, now: datetime, until: datetime, expires: datetime
    ) -> StoredResponse | None:
        """Lock the record for ``run`` and return None, or return the record of an earlier run.

        A run without response holds the lock until ``until``; the record expires at ``expires``.
        """

    def complete(self, record_id: str, *, run: str, response: str) -> None:
        """Store the response of a run. Raises StaleLease when its lock ended and another run has begun."""

    def release(self, record_id: str, *, run: str) -> None:
        """Unlock the record for the next request if ``run`` still holds the lock."""
