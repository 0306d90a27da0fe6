"""Filter of document lists."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum

from billhook.domain.bill import Bill, Commodity, Usage
from billhook.domain.document import Document
from billhook.domain.document_status import Status


class DateType(StrEnum):
    """The date that ``startDate`` and ``endDate`` apply to; days are in UTC, both ends included."""

    BILL_DATE = "BILL_DATE"
    USAGE_PERIOD = "USAGE_PERIOD"
    CREATED_DATE = "CREATED_DATE"
    UPDATED_DATE = "UPDATED_DATE"


@dataclass(frozen=True)
class DocumentFilter:
    """Conditions of a document list; empty ones match everything.

    A period matches if it shares a day with the requested one. ``identifier`` is any part of a meter identifier or of
    the account number, ignoring spaces, dashes and case.
    """

    start: date | None = None
    end: date | None = None
    date_type: DateType = DateType.BILL_DATE
    statuses: frozenset[Status] = frozenset()
    commodities: frozenset[Commodity] = frozenset()
    identifier: str | None = None

    @property
    def asks_for_usage(self) -> bool:
        """Whether the conditions need usage entries, which long bills do not have in their heads."""
        by_period = self.date_type is DateType.USAGE_PERIOD and (self.start or self.end)
        return bool(by_period or self.commodities or self.identifier)

    def matches(self, document: Document, bill: Bill) -> bool:
        return (
            (not self.statuses or document.status.shown in self.statuses)
            and self._in_time(document, bill)
            and (not self.commodities or any(usage.datasource_type in self.commodities for usage in bill.usage_data))
            and (not self.identifier or self._is_named(bill.account_number, *bill.usage_data))
        )

    def matches_usage(self, usage: Usage) -> bool:
        """Whether a single usage entry matches, by its period."""
        return (
            self._overlaps(usage.start_date, usage.end_date)
            and (not self.commodities or usage.datasource_type in self.commodities)
            and (not self.identifier or self._is_named(None, usage))
        )

    def is_before(self, document: Document) -> bool:
        """Whether the document, and so every later one in the list, was created before the requested period."""
        by_birth = self.date_type is DateType.CREATED_DATE and self.start is not None
        return by_birth and self.start is not None and _day(document.created) < self.start

    def _in_time(self, document: Document, bill: Bill) -> bool:
        match self.date_type:
            case DateType.BILL_DATE:
                return self._overlaps(bill.bill_date, bill.bill_date)
            case DateType.CREATED_DATE:
                return self._overlaps(_day(document.created), _day(document.created))
            case DateType.UPDATED_DATE:
                return self._overlaps(_day(document.updated), _day(document.updated))
            case DateType.USAGE_PERIOD:
                periods = ((usage.start_date, usage.end_date) for usage in bill.usage_data)
                return not (self.start or self.end) or any(self._overlaps(*period) for period in periods)

    def _overlaps(self, first: date | None, last: date | None) -> bool:
        if self.start is None and self.end is None:
            return True
        first, last = first or last, last or first
        if first is None or last is None:
            return False
        return (self.end is None or first <= self.end) and (self.start is None or last >= self.start)

    def _is_named(self, account: str | None, *usages: Usage) -> bool:
        wanted = _plain(self.identifier)
        names = (identifier.value for usage in usages for identifier in usage.identifiers)
        return any(wanted in _plain(name) for name in (account, *names))


def _day(at: datetime) -> date:
    return at.astimezone(UTC).date()


def _plain(text: str | None) -> str:
    return "".join(letter for letter in (text or "").casefold() if letter.isalnum())
