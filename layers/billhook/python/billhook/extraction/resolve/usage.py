"""Usage entries: each service with its period, meters, demand, tariff and supplier, and its usage of earlier months.

A list of months is history if it contains the usage of this bill in its month. Its months have neither year nor unit,
and columns of days, temperatures and amounts are printed beside them. The column with the usage of this bill beside its
own month is the usage; the other months follow from their order.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from billhook.domain.bill import Commodity
from billhook.extraction.candidates.candidate_set import CandidateSet, MeterPoint, MonthSeries, Period, PrintedMonth
from billhook.extraction.layout.candidate import Candidate
from billhook.extraction.resolve.classification import Commodities
from billhook.extraction.resolve.resolution import PastMonth, Service, ServiceUsage

LEAST = 0.4
"""A period in the lines of a service is its own from this score on."""


def resolve_usage(
    candidates: CandidateSet,
    services: Sequence[Service],
    points: Sequence[MeterPoint],
    period: Candidate[Period] | None,
) -> tuple[ServiceUsage, ...]:
    """One entry per service; without any, one per service that the document names most often, if it has a period."""
    if not services:
        unmeasured = _unmeasured(candidates) if period else ()
        return tuple(_usage(candidates, service, tuple(points), period) for service in unmeasured)
    return tuple(
        _usage(
            candidates,
            service,
            _points_of(service, services, points),
            _own_period(_period_of(candidates, service, services), period, is_sliced=bool(service.slices)),
        )
        for service in services
    )


def _usage(
    candidates: CandidateSet,
    service: Service,
    points: tuple[MeterPoint, ...],
    period: Candidate[Period] | None,
) -> ServiceUsage:
    is_electricity = service.commodity is Commodity.ELECTRICITY
    return ServiceUsage(
        service,
        points,
        period,
        supplier=next(iter(candidates.suppliers), None),
        tariff=_tariff(candidates, service),
        electricity_values=candidates.electricity_values if is_electricity else {},
    )


def _unmeasured(candidates: CandidateSet) -> list[Service]:
    return [Service(commodity, None, None) for commodity in Commodities(candidates).without_quantity()]


def _tariff(candidates: CandidateSet, service: Service) -> Candidate[str] | None:
    """The tariff whose line is nearest to the evidence of the service."""
    first = service.first_line
    return min(candidates.tariffs, key=lambda tariff: abs(tariff.cell.line.number - first), default=None)


def _own_period(
    printed: Candidate[Period] | None, common: Candidate[Period] | None, *, is_sliced: bool
) -> Candidate[Period] | None:
    """The period of a service; that of the bill if the service has none or it is only the first or last part of it.

    ``is_sliced``: the service is billed in slices, each of which may have any part of the period.
    """
    if printed is None or common is None:
        return printed or common
    (start, end), (first, last) = printed.value, common.value
    is_part = first <= start and end <= last and (is_sliced or (start == first) != (end == last))
    return common if is_part else printed


def _period_of(candidates: CandidateSet, service: Service, services: Sequence[Service]) -> Candidate[Period] | None:
    """The period in the lines of the readings or the quantity of a service, if the bill has several services."""
    if len(services) < 2:
        return None
    lines = {*(row.line for row in service.rows), *service.evidence_lines}
    return next((period for period in candidates.periods if period.cell.line in lines and period.score > LEAST), None)


def _points_of(service: Service, services: Sequence[Service], points: Sequence[MeterPoint]) -> tuple[MeterPoint, ...]:
    """The meters and supply points of a service: all for the only service, else those that belong to it."""
    if len(services) < 2:
        return tuple(points)
    return tuple(point for point in points if _owner(point, services) is service)


def _owner(point: MeterPoint, services: Sequence[Service]) -> Service:
    """The service with this meter; else the service whose evidence is nearest."""
    for service in services:
        if point.type == "METER" and point.number.value == service.meter:
            return service
    line = point.number.cell.line
    return min(services, key=lambda service: abs(service.first_line - line.number))


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
