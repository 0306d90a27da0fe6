"""Usage entries: each service with its period, meters, demand, tariff and supplier, and its usage of earlier months.

Registers of a meter are summed, and volumes replaced by the energy billed. A list of months, without year and unit, is
history if it has the usage of this bill in its month: that column is the usage, and the other months follow in order.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta
from decimal import Decimal

from billhook.domain.bill import Commodity
from billhook.extraction.annotate.entities import PrintedMonth
from billhook.extraction.candidates.candidate_set import (
    Candidates,
    CandidateSet,
    MeterPoint,
    MeterRow,
    MonthSeries,
    Period,
)
from billhook.extraction.layout.candidate import Candidate
from billhook.extraction.layout.lines import Cell
from billhook.extraction.resolve.classification import Commodities
from billhook.extraction.resolve.resolution import PastMonth, Service, ServiceUsage
from billhook.extraction.text.units import CUBIC_METRES, Quantity, is_billed_for, of_register

BESIDE_VOLUME = 0.95
"""The score of a quantity in the line of a metered volume."""

FEWEST_PAST, NEAR = 3, timedelta(days=10)
"""So many readings that follow each other may be a history; by so much may a printed period begin later."""

USAGE_REACH = 7
"""How many lines below the last register the usage of the meter may be printed."""

Rows = tuple[MeterRow, ...]
CommodityOf = Callable[[Candidate[Quantity]], Commodity]
"""Gives the commodity of a quantity by its unit and its place."""


def metered_services(
    candidates: CandidateSet, points: Iterable[MeterPoint], commodity_of: CommodityOf
) -> list[Service]:
    """One service per meter and commodity that has readings."""
    meters = [point for point in points if point.type == "METER"]
    groups: dict[tuple[str | None, Commodity], list[MeterRow]] = defaultdict(list)
    for row in candidates.meter_rows:
        groups[_meter_of(row, meters), commodity_of(row.usage)].append(row)
    return [_metered(candidates, tuple(rows), commodity, meter) for (meter, commodity), rows in groups.items()]


def _metered(candidates: CandidateSet, rows: Rows, commodity: Commodity, meter: str | None) -> Service:
    registers = _without_slices(candidates, _without_history(candidates, _imported(rows)))
    return Service(
        commodity,
        usage=sum((row.usage.value.value for row in registers), Decimal(0)),
        unit=next((row.usage.value.unit for row in registers if row.usage.value.unit), None),
        printed=registers[0].usage if len(registers) == 1 else None,
        rows=registers,
        meter=meter,
    )


def _imported(rows: Rows) -> Rows:
    """The registers of energy taken from the grid; all rows if every register counts exported energy."""
    return tuple(row for row in rows if not row.is_exported) or rows


def _without_history(candidates: CandidateSet, rows: Rows) -> Rows:
    """Only the newest reading, if each of several dated ones follows another and no printed period spans them all."""
    dated = {row: row.period.value for row in rows if row.period}
    if len(rows) < FEWEST_PAST or len(dated) < len(rows) or not _are_chained(rows):
        return rows
    first, last = min(start for start, _ in dated.values()), max(end for _, end in dated.values())
    if any(period.value[0] - first < NEAR and period.value[1] >= last for period in candidates.periods):
        return rows
    return (max(rows, key=lambda row: dated[row][1]),)


def _without_slices(candidates: CandidateSet, rows: Rows) -> Rows:
    """Only the register of the total, if the other registers are its time-of-use slices."""
    whole = max(rows, key=lambda row: row.usage.value.value)
    slices = sum((row.usage.value.value for row in rows if row is not whole), Decimal(0))
    missing = whole.usage.value.value - slices
    if len(rows) == 1 or missing < 0 or of_register(whole.register or "") or _are_chained(rows):
        return rows
    return (whole,) if missing == 0 or missing in _usage_numbers(candidates, whole, rows) else rows


def _are_chained(rows: Rows) -> bool:
    """Whether each reading follows another one of the same register: the meter was read within the period."""
    starts = {row.previous.value for row in rows}
    return sum(row.current.value in starts for row in rows) == len(rows) - 1


def _usage_numbers(candidates: CandidateSet, whole: MeterRow, rows: Rows) -> set[Decimal]:
    """The numbers in lines with a label of usage, from the total register to a few lines below the last one."""
    first, last = whole.line.number, max(row.line.number for row in rows) + USAGE_REACH
    return {number.value for number in candidates.usage_line_numbers if first <= number.cell.line.number < last}


def _meter_of(row: MeterRow, meters: Sequence[MeterPoint]) -> str | None:
    """The number of the meter of a row of readings: in its line, else in the nearest line above it."""
    text = row.line.text.replace(" ", "")
    for point in meters:
        if point.number.cell.line is row.line or point.number.value.replace(" ", "") in text:
            return point.number.value
    above = [point for point in meters if point.number.cell.line.number <= row.line.number]
    nearest = [point for point in above if point.number.cell.line is above[-1].number.cell.line]
    chosen = min(nearest or meters[:1], key=lambda point: _offset(point.number.cell, row.usage.cell), default=None)
    return chosen.number.value if chosen else None


def _offset(heading: Cell, cell: Cell) -> tuple[bool, float]:
    """The horizontal distance of two cells; those that begin right of ``cell`` sort last."""
    return heading.x0 > cell.x1, abs(cell.x0 - heading.x0)


def as_billed(service: Service, quantities: Candidates[Quantity], *, is_only: bool) -> Service:
    """``service`` with the energy that is billed for its volume, and with the unit and evidence of equal quantities.

    ``is_only``: no other meter has its commodity, so that ``quantities`` are those of this meter.
    """
    billed = _energy_of(service, quantities) if is_only and _is_volume(service) else service
    printed = [quantity for quantity in quantities if quantity.value.value == billed.usage and quantity.value.unit]
    if billed.unit is None:
        billed = billed.with_unit(next((quantity.value.unit for quantity in (*printed, *quantities)), None))
    return billed.with_printed(printed[0]) if printed and billed.printed is None else billed


def _is_volume(service: Service) -> bool:
    return service.unit in CUBIC_METRES or (service.unit is None and service.commodity is Commodity.GAS)


def _energy_of(service: Service, quantities: Candidates[Quantity]) -> Service:
    """``service`` with the energy of its volume that is printed most often, in the line of the volume or elsewhere."""
    usage = service.usage or Decimal(0)
    for group in (_beside_volume(service), quantities):
        fitting = [
            quantity
            for quantity in group
            if quantity.value.value != service.usage
            and is_billed_for(quantity.value.value, quantity.value.unit, usage, service.unit)
        ]
        if fitting:
            return service.with_quantity(_most_frequent(fitting))
    return service


def _beside_volume(service: Service) -> Candidates[Quantity]:
    """The quantities in the lines of the volumes, each line once."""
    rows = {row.usage.cell.line: row for row in service.rows}.values()
    return tuple(quantity.scored(BESIDE_VOLUME) for row in rows for quantity in row.line_quantities)


def _most_frequent(quantities: Sequence[Candidate[Quantity]]) -> Candidate[Quantity]:
    """The first candidate of the most frequent quantity; the larger one of two that are equally frequent."""
    counts = Counter(quantity.value for quantity in quantities)
    chosen = max(counts, key=lambda quantity: (counts[quantity], quantity.value))
    return next(quantity for quantity in quantities if quantity.value == chosen)


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
