"""Usage of earlier months: a printed list of months that contains the usage of this bill in its month.

Months of a list have neither year nor unit, and columns of days, temperatures and amounts are printed beside them. The
column with the usage of this bill beside its own month is the usage; the other months follow from their order.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from billhook.extraction.candidates.candidate_set import CandidateSet, MonthSeries, PrintedMonth
from billhook.extraction.layout.candidate import Candidate
from billhook.extraction.resolve.resolution import PastMonth, ServiceUsage

FEWEST = 3
"""A list with fewer earlier months is no history."""

YEAR = 12

Column = Sequence[Candidate[Decimal] | None]


def resolve_history(candidates: CandidateSet, entries: Iterable[ServiceUsage]) -> tuple[PastMonth, ...]:
    """The earlier months of each usage entry, newest first."""
    return tuple(month for entry in entries for month in past_months(candidates, entry))


def past_months(candidates: CandidateSet, entry: ServiceUsage) -> tuple[PastMonth, ...]:
    """The months before the one in which the usage of ``entry`` ended; empty if no list contains this usage."""
    service, period = entry.service, entry.period
    if not service.usage or not service.unit or period is None:
        return ()
    for series in candidates.month_series:
        for column in series.columns:
            months = _dated(series, column, service.usage, period.value[1])
            if len(months) >= FEWEST:
                newest_first = sorted(months, key=lambda month: month[0], reverse=True)
                return tuple(PastMonth(service.commodity, *month, service.unit) for month in newest_first)
    return ()


def _dated(series: MonthSeries, column: Column, usage: Decimal, end: date) -> list[tuple[date, Candidate[Decimal]]]:
    """The earlier months of a column; empty if the usage is not in its month or a printed year contradicts."""
    pairs = list(zip(series.months, column, strict=True))
    current = next((place for place, pair in enumerate(pairs) if _is_current(*pair, usage, end)), None)
    if current is None:
        return []
    dated, step, last = [], _step(series.months), end.year * YEAR + end.month - 1
    for place, (month, amount) in enumerate(pairs):
        first = _first_day(last, step * (place - current))
        if amount is None or amount.value < 0 or first.month == end.month:
            continue
        if month.year not in (None, first.year):
            return []
        dated.append((first, amount))
    return dated


def _step(months: Sequence[PrintedMonth]) -> int:
    """1 if months are printed oldest first, -1 if newest first."""
    return 1 if (months[1].month - months[0].month) % YEAR == 1 else -1


def _first_day(last: int, offset: int) -> date:
    """The first day of the month ``offset`` months from month number ``last`` (12 per year); a later one is a year
    earlier, as in a list from January to December.
    """
    number = last + offset
    number -= YEAR if number > last else 0
    return date(number // YEAR, number % YEAR + 1, 1)


def _is_current(month: PrintedMonth, amount: Candidate[Decimal] | None, usage: Decimal, end: date) -> bool:
    is_same_month = month.month == end.month and month.year in (None, end.year)
    return is_same_month and amount is not None and amount.value == usage
