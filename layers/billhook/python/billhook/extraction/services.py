"""One usage entry per meter or service: registers summed, volumes taken as the energy that is billed."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from billhook.domain.bill import Commodity, Identifier, TimeOfUse, Usage
from billhook.extraction.findings import Finding
from billhook.extraction.layout import Cell
from billhook.extraction.rules.calendar import Period, ordered
from billhook.extraction.rules.codes import Point, unlabelled_meter
from billhook.extraction.rules.items import Row
from billhook.extraction.rules.usage import Commodities, MeterRow, Quantity, labelled_usage, meter_rows, quantities_in
from billhook.extraction.units import COMMODITY_OF, CONSUMED, ENERGY
from billhook.extraction.view import View

_SLICES = {
    "PEAK": ("peak", "on peak", "hochtarif", "ht", "punta", "ponta", "heures pleines", "f1", "day"),
    "OFF_PEAK": ("off peak", "niedertarif", "nt", "valle", "vazio", "heures creuses", "f3", "night"),
    "SHOULDER": ("shoulder", "mid peak", "part peak", "partial peak", "llano", "cheia", "f2", "intermediate"),
}


_CALORIFIC = {
    "m³": (Decimal("0.03"), Decimal(14)),
    "Smc": (Decimal(8), Decimal(14)),
    "CCF": (Decimal("0.8"), Decimal(33)),
    "HCF": (Decimal("0.8"), Decimal(33)),
    "MCF": (Decimal("0.8"), Decimal(330)),
}
"""How much energy a unit of gas may hold, in any unit of energy that bills print: from GJ to kWh."""


@dataclass
class Service:
    """A usage entry in the making, and the findings that stand behind its fields."""

    commodity: Commodity
    usage: Decimal
    unit: str | None
    proof: dict[str, Finding[object]] = field(default_factory=dict)
    rows: list[MeterRow] = field(default_factory=list)
    meter: str | None = None

    def entry(self, points: list[Point], period: tuple[date, date] | None, issuer: str | None, country: str | None) -> Usage:
        one = self.rows[0] if len(self.rows) == 1 else None
        slices = [row for row in self.rows if row.register] if len(self.rows) > 1 else []
        return Usage(
            start_date=period[0] if period else None,
            end_date=period[1] if period else None,
            usage=self.usage,
            usage_units=self.unit,
            datasource_type=self.commodity,
            identifiers=tuple(Identifier(type=point.type, value=point.finding.value) for point in points),
            is_estimated=any(row.estimated for row in self.rows),
            current_reading=one.current.value if one else None,
            previous_reading=one.previous.value if one else None,
            multiplier=one.multiplier.value if one and one.multiplier else None,
            utility_name=issuer,
            country=country,
            time_of_use_breakdown=tuple(_slice(row, self.unit) for row in slices),
        )


def _slice(row: MeterRow, unit: str | None) -> TimeOfUse:
    words = (row.register or "").lower().replace("-", " ")
    names = [name for name, spellings in _SLICES.items() if any(words == spelling for spelling in spellings)]
    return TimeOfUse(
        time_of_use=names[0] if names else "OTHER",
        usage=row.used.value.value,
        usage_units=row.used.value.unit or unit or "",
        description=row.register,
    )


def services(view: View, points: list[Point], items: list[Row]) -> list[Service]:
    """What was consumed, per meter where meters are read, per commodity otherwise."""
    commodities = Commodities(view)
    rows = meter_rows(view)
    if not any(point.type == "METER" for point in points):
        codes = [code for row in rows if (code := unlabelled_meter(view, row.line))]
        points.extend(Point("METER", code) for code in {code.value: code for code in codes}.values())
    named = _best_named(labelled_usage(view))
    billed = [quantity for row in items for cell in row.said for quantity in _billed(view, row, cell)]
    among = _present(commodities, rows, named, billed)
    metered = _metered(view, rows, points, commodities, among)
    result: list[Service] = []
    for commodity in sorted(among, key=lambda one: -commodities.votes.get(one, 0.0)):
        own_billed = [one for one in billed if _commodity(one, commodities, among) is commodity]
        own_named = [one for one in named if _commodity(one, commodities, among) is commodity]
        meters = [service for service in metered if service.commodity is commodity]
        if meters:
            result += [_as_billed(service, own_named + own_billed, alone=len(meters) == 1) for service in meters]
        elif single := _unmetered(commodity, own_named, own_billed):
            result.append(single)
    return result


def reading_periods(view: View, consumed: list[Service], anchor: date | None) -> list[Finding[Period]]:
    """The periods between two readings that are dated: each date stands in the line of its reading."""
    claims = []
    for row in (row for service in consumed for row in service.rows):
        first, last = row.previous.cell.line, row.current.cell.line
        if first is last:
            continue
        starts = [(one, cell) for cell in _up_to(row.previous.cell) for one in view.dates(cell)]
        ends = [(one, cell) for cell in _up_to(row.current.cell) for one in view.dates(cell)]
        if starts and ends:
            period = ordered(starts[0][0], ends[0][0], anchor)
            if period:
                printed, cell = starts[0]
                claims.append(Finding(period, 0.95, cell, printed.start, printed.end))
    return claims


def _up_to(reading: Cell) -> list[Cell]:
    """The cells of a line that may date the reading in it: what stands further right dates something else."""
    return reading.line.cells[max(0, reading.position - 2) : reading.position + 1]


def _billed(view: View, row: Row, cell: object) -> list[Finding[Quantity]]:
    cells = [one for one in row.cell.line.cells if one.position <= row.cell.position]
    if cell is not row.said[0]:
        return []
    return [Finding(value, 0.7, one, start, end) for one in cells for value, start, end in quantities_in(view, one)]


def _best_named(claims: list[Finding[Quantity]]) -> list[Finding[Quantity]]:
    return sorted((one for one in claims if one.score >= 0.35), key=lambda one: -one.score)


def _present(
    commodities: Commodities, rows: list[MeterRow], named: list[Finding[Quantity]], billed: list[Finding[Quantity]]
) -> frozenset[Commodity]:
    """The services that the document may bill: those it speaks of often enough, and those its units imply."""
    votes = commodities.votes
    top = max(votes.values(), default=0.0)
    present = {one for one, count in votes.items() if count >= max(3.0, 0.2 * top) and one in (Commodity.ELECTRICITY, Commodity.GAS, Commodity.WATER)}
    for unit in [row.used.value.unit for row in rows] + [one.value.unit for one in billed]:
        implied = COMMODITY_OF.get(unit or "")
        if implied:
            present.add(implied)
    units = {one.value.unit for one in (*billed, *named)} | {row.used.value.unit for row in rows}
    if not present and units & {"kWh", "MWh"}:
        present.add(Commodity.ELECTRICITY)
    return frozenset(present or {commodities.main})


def _commodity(one: Finding[Quantity], commodities: Commodities, among: frozenset[Commodity]) -> Commodity:
    implied = COMMODITY_OF.get(one.value.unit or "")
    if implied and implied in among:
        return implied
    if len(among) == 1:
        return next(iter(among))
    fitting = _fitting(one.value.unit, among)
    if len(fitting) == 1:
        return next(iter(fitting))
    return commodities.at(one.cell.line, fitting) or max(fitting, key=lambda each: commodities.votes.get(each, 0.0))


def _fitting(unit: str | None, among: frozenset[Commodity]) -> frozenset[Commodity]:
    """The services that can be measured in ``unit``."""
    if unit in ("kWh", "MWh", "GWh", "Wh"):
        fitting = among - {Commodity.WATER}
    elif unit in ("m³", "CCF", "HCF", "L", "cf"):
        fitting = among - {Commodity.ELECTRICITY}
    else:
        fitting = among
    return fitting or among


def _metered(
    view: View, rows: list[MeterRow], points: list[Point], commodities: Commodities, among: frozenset[Commodity]
) -> list[Service]:
    groups: dict[tuple[str, Commodity], list[MeterRow]] = defaultdict(list)
    for row in rows:
        commodity = _commodity(row.used, commodities, among)
        groups[_meter_of(row, points) or "", commodity].append(row)
    result = []
    for (meter, commodity), own in groups.items():
        unit = next((row.used.value.unit for row in own if row.used.value.unit), None)
        usage = sum((row.used.value.value for row in own), Decimal(0))
        proof: dict[str, Finding[object]] = {"usage": own[0].used}  # type: ignore[dict-item]
        if len(own) == 1:
            proof |= {"currentReading": own[0].current, "previousReading": own[0].previous}  # type: ignore[dict-item]
        result.append(Service(commodity, usage, unit, proof, own, meter or None))
    return result


def _meter_of(row: MeterRow, points: list[Point]) -> str | None:
    """The meter that a row of readings belongs to: named in its line, else the last one named above it."""
    meters = [point for point in points if point.type == "METER"]
    for point in meters:
        if point.finding.cell.line is row.line:
            return point.finding.value
    text = row.line.text.replace(" ", "")
    for point in meters:
        if point.finding.value.replace(" ", "") in text:
            return point.finding.value
    above = [point for point in meters if point.finding.cell.line.number <= row.line.number]
    return (above[-1] if above else meters[0]).finding.value if meters else None


def _as_billed(service: Service, quantities: list[Finding[Quantity]], *, alone: bool) -> Service:
    """Where the meter counts a volume and the bill charges energy, the energy is the usage."""
    if service.unit is None:
        same = [one for one in quantities if one.value.value == service.usage and one.value.unit]
        service.unit = same[0].value.unit if same else next((one.value.unit for one in quantities), None)
    if not alone or service.unit in ENERGY:
        return service
    low, high = _CALORIFIC.get(service.unit or "", (Decimal(0), Decimal("Infinity")))
    energies = Counter(
        (one.value.value, one.value.unit)
        for one in quantities
        if one.value.unit in ENERGY and low <= one.value.value / (service.usage or 1) <= high
    )
    if energies:
        (value, unit), _ = max(energies.items(), key=lambda pair: (pair[1], pair[0][0]))
        finding = next(one for one in quantities if (one.value.value, one.value.unit) == (value, unit))
        service.usage, service.unit = value, unit
        service.proof["usage"] = finding  # type: ignore[assignment]
    return service


def _unmetered(commodity: Commodity, named: list[Finding[Quantity]], billed: list[Finding[Quantity]]) -> Service | None:
    support: Counter[tuple[Decimal, str | None]] = Counter()
    best: dict[tuple[Decimal, str | None], Finding[Quantity]] = {}
    for one in (*named, *billed):
        key = (one.value.value, one.value.unit)
        if one.value.unit in CONSUMED and one.value.value > 0:
            support[key] += one.score  # type: ignore[assignment]
            best.setdefault(key, one)
    if not support:
        return None
    (value, unit), _ = max(support.items(), key=lambda pair: (round(float(pair[1]), 3), pair[0][0]))
    return Service(commodity, value, unit, {"usage": best[value, unit]})  # type: ignore[dict-item]
