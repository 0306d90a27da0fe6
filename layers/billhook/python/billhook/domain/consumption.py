"""Monthly consumption of a year from one bill: usage spread over days, and estimates of the other days."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_EVEN, Decimal

from billhook.domain.bill import Bill, Commodity, PastUsage, Usage
from billhook.domain.money import rounded

MONTHS = 12
_KWH = {"wh": Decimal("0.001"), "kwh": Decimal(1), "mwh": Decimal(1_000), "gwh": Decimal(1_000_000)}
_WATT_HOUR = Decimal("0.001")
_DAY = timedelta(days=1)
_LONGEST = timedelta(days=800)
"""A longer period is a misread one; entries are spread day by day."""


@dataclass(frozen=True)
class Month:
    """kWh (to the watt-hour) and cost (in the bill's currency) of one month; None if unknown.

    ``days`` is the number of days that the bill covers. A month is estimated if it has other days, or if the bill
    itself estimates its usage.
    """

    first: date
    kwh: Decimal
    cost: Decimal | None
    days: int
    is_estimated: bool
    is_cost_estimated: bool


@dataclass(frozen=True)
class _Span:
    """One usage entry in kWh over its days, both ends included; exclusions are negative."""

    start: date
    end: date
    kwh: Decimal
    is_estimated: bool

    @property
    def days(self) -> int:
        return (self.end - self.start).days + 1


def monthly(bill: Bill) -> tuple[Month, ...]:
    """Twelve months, oldest first, up to the end of the bill's service; empty for a bill without electricity.

    Each entry is spread evenly over its days. Days without an entry use the printed history, then the average of the
    covered days. The cost of this bill is spread over the days of its period; other months are priced per kWh.
    """
    spans = tuple(_spans(bill.usage_data))
    if not spans:
        return ()
    past = [span for entry in bill.usage_history for span in _span(entry)]
    days = {**_by_day(past), **_by_day(spans)}
    average = sum((kwh for kwh, _ in days.values()), Decimal(0)) / len(days)
    end = max(span.end for span in spans)
    cost, own_days = _cost(bill), _own_days(spans, end)
    own_kwh = sum((days[day][0] for day in own_days), Decimal(0))
    rate = cost / own_kwh if cost is not None and own_kwh > 0 else None
    months = []
    for first in _months_until(end):
        every = list(_days_of(first))
        covered = [day for day in every if day in days]
        kwh = {day: days[day][0] if day in days else average for day in every}
        charged = _charged(every, own_days, kwh, cost, rate)
        guessed = len(covered) < len(every) or any(days[day][1] for day in covered)
        months.append(
            Month(
                first=first,
                kwh=sum(kwh.values(), Decimal(0)).quantize(_WATT_HOUR, rounding=ROUND_HALF_EVEN),
                cost=charged,
                days=len(covered),
                is_estimated=guessed,
                is_cost_estimated=charged is not None and not own_days.issuperset(every),
            )
        )
    return tuple(months)


def _spans(usages: Iterable[Usage]) -> Iterator[_Span]:
    for usage in usages:
        guessed = usage.is_estimated or usage.is_implied
        yield from _span(usage, sign=-1 if usage.exclusion else 1, is_estimated=guessed)


def _span(entry: Usage | PastUsage, *, sign: int = 1, is_estimated: bool = False) -> Iterator[_Span]:
    """The span of an electricity entry with plausible dates."""
    factor = _KWH.get((entry.usage_units or "").strip().lower())
    start, end = entry.start_date or entry.end_date, entry.end_date or entry.start_date
    is_power = entry.datasource_type is Commodity.ELECTRICITY
    if not is_power or factor is None or entry.usage is None or start is None or end is None:
        return
    if timedelta(0) <= end - start <= _LONGEST:
        yield _Span(start, end, sign * entry.usage * factor, is_estimated)


def _by_day(spans: Iterable[_Span]) -> dict[date, tuple[Decimal, bool]]:
    """KWh of each covered day, and whether the bill estimates any of it."""
    kwh: dict[date, Decimal] = defaultdict(Decimal)
    guessed: dict[date, bool] = defaultdict(bool)
    for span in spans:
        for day in _every_day(span.start, span.end):
            kwh[day] += span.kwh / span.days
            guessed[day] |= span.is_estimated
    return {day: (kwh[day], guessed[day]) for day in kwh}


def _own_days(spans: Iterable[_Span], end: date) -> frozenset[date]:
    """Days of the charged period: those of the entries that end last. Earlier ones are history."""
    start = min(span.start for span in spans if span.end == end)
    return frozenset(_every_day(start, end))


def _charged(
    every: list[date], own_days: frozenset[date], kwh: dict[date, Decimal], cost: Decimal | None, rate: Decimal | None
) -> Decimal | None:
    if cost is None:
        return None
    known = cost * sum(1 for day in every if day in own_days) / len(own_days)
    elsewhere = [kwh[day] for day in every if day not in own_days]
    if elsewhere and rate is None:
        return None
    return rounded(known + sum(elsewhere, Decimal(0)) * (rate or 0))


def _cost(bill: Bill) -> Decimal | None:
    """Electricity charges of the period, with tax and without balances."""
    if any(usage.datasource_type is not Commodity.ELECTRICITY for usage in bill.usage_data):
        parts = [bill.electricity_supply_charges, bill.electricity_delivery_charges]
        known = [part for part in parts if part is not None]
        return sum(known, Decimal(0)) if known else None
    if bill.current_charges is None:
        return None if bill.total_charges is None else bill.total_charges - (bill.current_open_balance or 0)
    return bill.current_charges + (bill.credits or 0) + (bill.tax_charges or 0)


def _months_until(end: date) -> list[date]:
    last = end.year * 12 + end.month - 1
    numbers = (last - back for back in range(MONTHS))
    return sorted(date(number // 12, number % 12 + 1, 1) for number in numbers if number >= 12)


def _days_of(first: date) -> Iterator[date]:
    following = date(first.year + first.month // 12, first.month % 12 + 1, 1)
    return _every_day(first, following - _DAY)


def _every_day(start: date, end: date) -> Iterator[date]:
    return (start + day * _DAY for day in range((end - start).days + 1))
