"""One usage entry per meter or service: registers summed, volumes taken as the energy that is billed."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import combinations
from typing import Any

from billhook.domain.bill import Commodity, Identifier, TimeOfUse, Usage
from billhook.extraction.annotate.document import AnnotatedDocument
from billhook.extraction.candidates.candidate_set import MeterPoint, MeterRow, Period, Quantity
from billhook.extraction.candidates.charge_rows import Row
from billhook.extraction.candidates.commodities import Commodities
from billhook.extraction.candidates.identifiers import unlabelled_meter
from billhook.extraction.candidates.meters import meter_rows
from billhook.extraction.candidates.quantities import HEADING_REACH, quantities_in
from billhook.extraction.candidates.unread_meters import by_meter, usual_unit
from billhook.extraction.layout.candidate import Candidate
from billhook.extraction.layout.lines import Cell
from billhook.extraction.text.time_of_use import of_register
from billhook.extraction.text.units import CONSUMED, CUBIC_METRES, is_billed_for

GIVEN = frozenset({"exported", "generated"})
BESIDE, BILLED = 0.95, 0.7
MOST_PARTS = 12
LEAST = 0.35
"""What a labelled quantity must score to count at all."""

Quantities = list[Candidate[Quantity]]


@dataclass
class Service:
    """A usage entry in the making, and the findings that stand behind its fields by their public names."""

    commodity: Commodity
    usage: Decimal | None
    unit: str | None
    proof: dict[str, Candidate[Any]] = field(default_factory=dict)
    rows: list[MeterRow] = field(default_factory=list)
    meter: str | None = None

    def entry(self, points: list[MeterPoint], period: Period | None) -> Usage:
        """The entry as far as the service knows it. A sum of registers that is printed nowhere is implied."""
        one = self.rows[0] if len(self.rows) == 1 else None
        start, end = period or (None, None)
        return Usage(
            start_date=start,
            end_date=end,
            usage=self.usage,
            usage_units=self.unit,
            datasource_type=self.commodity,
            identifiers=tuple(Identifier(type=point.type, value=point.number.value) for point in points),
            is_estimated=any(row.is_estimated for row in self.rows),
            is_implied=self.usage is not None and "usage" not in self.proof,
            current_reading=one.current.value if one else None,
            previous_reading=one.previous.value if one else None,
            multiplier=one.multiplier.value if one and one.multiplier else None,
            time_of_use_breakdown=tuple(_slice(row, self.unit) for row in self.rows if row.register and not one),
        )


def _slice_name(row: MeterRow) -> str | None:
    return of_register(row.register or "")


def _slice(row: MeterRow, unit: str | None) -> TimeOfUse:
    return TimeOfUse(
        time_of_use=_slice_name(row) or "OTHER",
        usage=row.usage.value.value,
        usage_units=row.usage.value.unit or unit or "",
        description=row.register,
    )


def services(
    doc: AnnotatedDocument, commodities: Commodities, points: list[MeterPoint], named: Quantities, items: list[Row]
) -> list[Service]:
    """What was consumed, per meter where meters are read, per commodity otherwise. May add to ``points``."""
    rows = meter_rows(doc)
    if not any(point.type == "METER" for point in points):
        codes = [code for row in rows if (code := unlabelled_meter(doc, row.line))]
        points.extend(MeterPoint("METER", code) for code in {code.value: code for code in codes}.values())
    credited = {row.cell.line for row in items if row.value < 0}
    believed = (one for one in named if one.score >= LEAST and one.cell.line not in credited)
    likely = sorted(believed, key=lambda one: -one.score)
    quantities = likely + [quantity for row in items for quantity in _billed(doc, row)]
    among = commodities.measured([row.usage.value.unit for row in rows] + [one.value.unit for one in quantities])
    metered = _metered(doc, rows, points, commodities, among)
    unread = _unread(commodities, among, points, quantities, metered)
    result: list[Service] = []
    for commodity in sorted(among):
        own = [one for one in quantities if _commodity(one, commodities, among) is commodity]
        meters = [service for service in metered if service.commodity is commodity]
        others = [service for service in unread if service.commodity is commodity]
        result += [_as_billed(doc, service, own, alone=len(meters) == 1) for service in meters]
        if len(meters) + len(others) > 1:
            result += others
        elif not meters and (single := _unmetered(commodity, own + _wholes(doc, own))):
            result.append(single)
    for service in result:
        service.unit = service.unit or usual_unit(service.commodity, doc.locale.country)
    return sorted(result, key=_place)


def _unread(
    commodities: Commodities,
    among: frozenset[Commodity],
    points: list[MeterPoint],
    quantities: Quantities,
    metered: list[Service],
) -> list[Service]:
    """The meters that no readings are printed of, each with its own consumption: none that is another's."""
    read = {service.meter for service in metered}
    taken = Counter((service.usage, service.commodity) for service in metered)
    found = []
    for point, one in by_meter(points, [one for one in quantities if one.score >= LEAST]):
        commodity = _commodity(one, commodities, among)
        if point.number.value not in read and not taken[one.value.value, commodity]:
            taken[one.value.value, commodity] += 1
            found.append(Service(commodity, one.value.value, one.value.unit, {"usage": one}, meter=point.number.value))
    return found


def _place(service: Service) -> int:
    """Where a service stands in the document: services come in the order in which the bill has them."""
    lines = [row.line.number for row in service.rows] + [one.cell.line.number for one in service.proof.values()]
    return min(lines, default=0)


def _billed(doc: AnnotatedDocument, row: Row) -> Quantities:
    """The quantities that a line item charges for; what it credits was not consumed."""
    if row.value < 0:
        return []
    cells = row.cell.line.cells[: row.cell.position + 1]
    return [Candidate(value, BILLED, one, start, end) for one in cells for value, start, end in quantities_in(doc, one)]


def _commodity(one: Candidate[Quantity], commodities: Commodities, among: frozenset[Commodity]) -> Commodity:
    return commodities.of(one.value.unit, one.cell, among)


def _metered(
    doc: AnnotatedDocument,
    rows: list[MeterRow],
    points: list[MeterPoint],
    commodities: Commodities,
    among: frozenset[Commodity],
) -> list[Service]:
    groups: dict[tuple[str, Commodity], list[MeterRow]] = defaultdict(list)
    for row in rows:
        groups[_meter_of(row, points) or "", _commodity(row.usage, commodities, among)].append(row)
    result = []
    for (meter, commodity), found in groups.items():
        own = _without_slices(doc, _taken_in(doc, found))
        unit = next((row.usage.value.unit for row in own if row.usage.value.unit), None)
        usage = sum((row.usage.value.value for row in own), Decimal(0))
        proof: dict[str, Candidate[Any]] = {}
        if len(own) == 1:
            proof = {"usage": own[0].usage, "currentReading": own[0].current, "previousReading": own[0].previous}
        result.append(Service(commodity, usage, unit, proof, own, meter or None))
    return result


def _taken_in(doc: AnnotatedDocument, rows: list[MeterRow]) -> list[MeterRow]:
    """The registers of what was taken from the grid: those of what was given to it count another way."""
    kept = [row for row in rows if not _is_given(doc, row)]
    return kept or rows


def _is_given(doc: AnnotatedDocument, row: MeterRow) -> bool:
    return any(match.name in GIVEN for cell in row.line.cells for match in doc.hits_of.get(cell, ()))


def _without_slices(doc: AnnotatedDocument, rows: list[MeterRow]) -> list[MeterRow]:
    """The register of the whole alone, where the others only say which part of it was used when."""
    whole = max(rows, key=lambda row: row.usage.value.value)
    parts = sum((row.usage.value.value for row in rows if row is not whole), Decimal(0))
    missing = whole.usage.value.value - parts
    if len(rows) < 2 or missing < 0 or _slice_name(whole):
        return rows
    lines = doc.layout.lines[whole.line.number : max(row.line.number for row in rows) + HEADING_REACH]
    named = [
        line
        for line in lines
        if any(label.name == "usage" for cell in line.cells for label in doc.hits_of.get(cell, ()))
    ]
    printed = (number.value for line in named for cell in line.cells for number in doc.numbers(cell))
    return [whole] if missing == 0 or missing in printed else rows


def _meter_of(row: MeterRow, points: list[MeterPoint]) -> str | None:
    """The meter that a row of readings belongs to: named in its line, else the last one named above it."""
    meters = [point for point in points if point.type == "METER"]
    text = row.line.text.replace(" ", "")
    for point in meters:
        if point.number.cell.line is row.line or point.number.value.replace(" ", "") in text:
            return point.number.value
    above = [point for point in meters if point.number.cell.line.number <= row.line.number]
    level = [point for point in above if point.number.cell.line is above[-1].number.cell.line]
    nearest = min(level, key=lambda point: _aside(point.number.cell, row.usage.cell), default=None)
    return (nearest or meters[0]).number.value if meters else None


def _aside(head: Cell, cell: Cell) -> tuple[bool, float]:
    """How far from ``cell`` something above it begins, what begins left of it first."""
    return head.x0 > cell.x1, abs(cell.x0 - head.x0)


def _as_billed(doc: AnnotatedDocument, service: Service, quantities: Quantities, *, alone: bool) -> Service:
    """Where the meter counts a volume and the bill charges energy, the energy is the usage."""
    if alone and (service.unit in CUBIC_METRES or (service.unit is None and service.commodity is Commodity.GAS)):
        metered = (service.usage or Decimal(0), service.unit)
        for group in (_converted(doc, service), quantities):
            others = [one for one in group if one.value.value != service.usage]
            fitting = [one for one in others if is_billed_for(one.value.value, one.value.unit, *metered)]
            if fitting:
                _bill(service, fitting)
                break
    printed = [one for one in quantities if one.value.value == service.usage and one.value.unit]
    if service.unit is None:
        service.unit = next((one.value.unit for one in (*printed, *quantities)), None)
    if printed and "usage" not in service.proof:
        service.proof["usage"] = printed[0]
    return service


def _converted(doc: AnnotatedDocument, service: Service) -> Quantities:
    """What stands in the line of a volume beside it."""
    cells = [cell for line in {row.usage.cell.line for row in service.rows} for cell in line.cells]
    return [
        Candidate(value, BESIDE, cell, start, end) for cell in cells for value, start, end in quantities_in(doc, cell)
    ]


def _bill(service: Service, energies: Quantities) -> None:
    """Take the energy that is named most often as the usage of ``service``."""
    counts = Counter((one.value.value, one.value.unit) for one in energies)
    if counts:
        value, unit = max(counts, key=lambda key: (counts[key], key[0]))
        service.usage, service.unit = value, unit
        service.proof["usage"] = next(one for one in energies if (one.value.value, one.value.unit) == (value, unit))


def _unmetered(commodity: Commodity, quantities: Quantities) -> Service | None:
    """The quantity with the most support where no meter was read; a bare number under its label if there is none."""
    support: dict[Quantity, float] = defaultdict(float)
    best: dict[Quantity, Candidate[Quantity]] = {}
    for one in quantities:
        if one.value.unit in CONSUMED and one.value.value > 0:
            support[one.value] += one.score
            best.setdefault(one.value, one)
    if not support:
        bare = [one for one in quantities if one.value.unit is None and one.value.value > 0]
        return Service(commodity, bare[0].value.value, None, {"usage": bare[0]}) if bare else None
    whole = {quantity: score + _parts(quantity, support) for quantity, score in support.items()}
    chosen = max(whole, key=lambda quantity: (round(whole[quantity], 3), quantity.value))
    return Service(commodity, chosen.value, chosen.unit, {"usage": best[chosen]})


def _wholes(doc: AnnotatedDocument, quantities: Quantities) -> Quantities:
    """Quantities, wherever they are printed, that two or three of ``quantities`` make up to the last figure."""
    parts = list(dict.fromkeys(one.value for one in quantities if one.value.value > 0))[:MOST_PARTS]
    sums = {
        Quantity(sum((part.value for part in chosen), Decimal(0)), chosen[0].unit)
        for count in (2, 3)
        for chosen in combinations(parts, count)
        if len({part.unit for part in chosen}) == 1
    }
    return [
        Candidate(value, BILLED, cell, start, end)
        for cell in (doc.layout.cells if sums else ())
        for value, start, end in quantities_in(doc, cell)
        if value in sums and value not in parts
    ]


def _parts(whole: Quantity, support: dict[Quantity, float]) -> float:
    """The support of two or three quantities that make up ``whole``: a period split by a change of prices, or day and
    night, or peak, shoulder and the rest.
    """
    parts = [part for part in support if part.unit == whole.unit and part.value < whole.value][:MOST_PARTS]
    for count in (2, 3):
        for chosen in combinations(parts, count):
            if sum((part.value for part in chosen), Decimal(0)) == whole.value:
                return sum(support[part] for part in chosen)
    return 0.0
