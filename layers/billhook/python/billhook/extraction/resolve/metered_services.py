"""Services with readings: registers of one meter summed, and volumes replaced by the energy that is billed."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import timedelta
from decimal import Decimal

from billhook.domain.bill import Commodity
from billhook.extraction.candidates.candidate_set import Candidates, CandidateSet, MeterPoint, MeterRow
from billhook.extraction.layout.candidate import Candidate
from billhook.extraction.layout.lines import Cell
from billhook.extraction.resolve.resolution import Service
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
