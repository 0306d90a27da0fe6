"""The services of the bill: one per meter with readings, else one per commodity.

A meter without readings takes the consumption printed below it. Sewer charged by volume is a service whose usage is
that of the water meter.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import combinations

from billhook.domain.bill import Commodity
from billhook.extraction.candidates.candidate_set import Candidates, CandidateSet, ChargeRow, MeterPoint, Price
from billhook.extraction.layout.candidate import Candidate
from billhook.extraction.resolve.classification import Commodities, default_unit
from billhook.extraction.resolve.priced_slices import slices_of, total_of
from billhook.extraction.resolve.resolution import Service
from billhook.extraction.resolve.usage import CommodityOf, as_billed, metered_services
from billhook.extraction.text.units import CONSUMED, CUBIC_METRES, ENERGY, Quantity, is_billed_for

BILLED = 0.7
"""The score of a quantity that a charge is for."""

LEAST = 0.35
"""A quantity with a label counts from this score on."""

DEAREST_GALLON = Decimal("0.1")
"""A gallon of water and sewer costs less, a hundred cubic feet more."""

PRICES = frozenset({"nothing_usage"})
"""The labels that a row of a charge may have: "energy charge" is no label of usage."""

MOST_PARTS = 12
PART_COUNTS = (2, 3)
"""A quantity is a sum of two or three others: a change of prices, day and night, peak, shoulder and off-peak."""


Quantities = Candidates[Quantity]


def usage_candidates(candidates: CandidateSet) -> Quantities:
    """The quantities that labels name as usage; without any, quantities in units that only utilities bill."""
    return candidates.labelled_usage or candidates.measured_quantities


def resolve_services(
    candidates: CandidateSet, points: Sequence[MeterPoint], rows: Sequence[ChargeRow]
) -> tuple[Service, ...]:
    """The services in the order of the document; ``rows`` are the charges, whose quantities were consumed too."""
    commodities = Commodities(candidates)
    quantities = _consumed(candidates, rows)
    units = [row.usage.value.unit for row in candidates.meter_rows]
    billed = commodities.billed(units + [quantity.value.unit for quantity in quantities])

    def commodity_of(quantity: Candidate[Quantity]) -> Commodity:
        return commodities.of_quantity(quantity.value.unit, quantity.cell, billed)

    metered = metered_services(candidates, points, commodity_of)
    without_readings = _without_readings(points, quantities, metered, commodity_of)
    services = [
        service
        for commodity in sorted(billed)
        for service in _of_commodity(
            candidates,
            commodity,
            tuple(quantity for quantity in quantities if commodity_of(quantity) is commodity),
            [service for service in metered if service.commodity is commodity],
            [service for service in without_readings if service.commodity is commodity],
            rows=[
                row for row in candidates.charge_rows if row.quantities and commodity_of(row.quantities[0]) is commodity
            ],
        )
    ]
    country = candidates.locale.country
    owed = sum((row.value for row in rows), Decimal(0))
    with_units = [
        service.with_unit(
            service.unit or default_unit(service.commodity, country) or _counted_in(service, country, owed)
        )
        for service in services
    ]
    return tuple(sorted(with_units, key=lambda service: service.place))


def _counted_in(service: Service, country: str | None, owed: Decimal) -> str | None:
    """Gallons for American water at a few cents each: hundreds of cubic feet and thousands of gallons cost dollars."""
    is_american_water = service.commodity is Commodity.WATER and country == "US"
    is_cheap = service.usage and 0 < owed / service.usage < DEAREST_GALLON
    return "gal" if is_american_water and is_cheap else None


def _of_commodity(
    candidates: CandidateSet,
    commodity: Commodity,
    quantities: Quantities,
    metered: Sequence[Service],
    without_readings: Sequence[Service],
    *,
    rows: Sequence[ChargeRow],
) -> list[Service]:
    """The services of one commodity: by meter; without readings and several meters, one for all quantities.

    ``rows``: the charges for quantities of the commodity.
    """
    services = [as_billed(service, quantities, is_only=len(metered) == 1) for service in metered]
    if len(metered) + len(without_readings) > 1:
        return [*services, *without_readings]
    if metered:
        return services
    single = _unmetered(commodity, quantities + _sums(candidates, quantities))
    return [_whole(single, candidates.quantities, rows)] if single else []


def _whole(service: Service, printed: Quantities, rows: Sequence[ChargeRow]) -> Service:
    """``service`` with the sum of the priced slices that its quantity is one of; as printed, if the sum is."""
    slices = slices_of(Quantity(service.usage, service.unit), rows) if service.usage is not None else ()
    if not slices:
        return service
    total = total_of(slices)
    whole = next((quantity for quantity in printed if quantity.value == total), None)
    return replace(service, usage=total.value, printed=whole, slices=slices)


def _consumed(candidates: CandidateSet, rows: Iterable[ChargeRow]) -> Quantities:
    """The named quantities, best first, then those that charges are for; credited quantities are not consumed."""
    credited = {row.cell.line for row in rows if row.value < 0}
    named = [
        quantity
        for quantity in usage_candidates(candidates)
        if quantity.score >= LEAST and quantity.cell.line not in credited
    ]
    drawn = [row for row in rows if row.value >= 0 and not _is_sewer(row)]
    charging = drawn if named or any(row.quantities for row in drawn) else [row for row in rows if row.value >= 0]
    charged = tuple(quantity.scored(BILLED) for row in charging for quantity in row.quantities)
    if not named and not charged:
        loose = [row for row in candidates.charge_rows if row.value > 0 and row.labels <= PRICES]
        charged = tuple(quantity.scored(BILLED) for row in loose for quantity in row.quantities)
    return (*sorted(named, key=lambda quantity: -quantity.score), *charged)


def _without_readings(
    points: Iterable[MeterPoint], quantities: Quantities, metered: Iterable[Service], commodity_of: CommodityOf
) -> list[Service]:
    """A service per meter without readings, unless its quantity is the usage of a meter with readings or of another."""
    read = {service.meter for service in metered}
    used = {(service.usage, service.commodity) for service in metered}
    without_readings: dict[tuple[Decimal | None, Commodity], Service] = {}
    named = tuple(quantity for quantity in quantities if quantity.score >= LEAST)
    for point, quantity in quantities_by_meter(points, named):
        key = (quantity.value.value, commodity_of(quantity))
        if point.number.value not in read and key not in used:
            without_readings.setdefault(key, Service.of_quantity(key[1], quantity, meter=point.number.value))
    return list(without_readings.values())


def _unmetered(commodity: Commodity, quantities: Quantities) -> Service | None:
    """The quantity with the most support; without any in a unit, the first plain number under a label of usage."""
    support: dict[Quantity, float] = defaultdict(float)
    first: dict[Quantity, Candidate[Quantity]] = {}
    for quantity in quantities:
        if quantity.value.unit in CONSUMED and quantity.value.value > 0:
            support[quantity.value] += quantity.score
            first.setdefault(quantity.value, quantity)
    if not support:
        plain = (quantity for quantity in quantities if quantity.value.unit is None and quantity.value.value > 0)
        nothing = (quantity for quantity in quantities if quantity.value.unit in CONSUMED and quantity.value.value == 0)
        number = next(plain, None) or next(nothing, None)
        return Service.of_quantity(commodity, number) if number else None
    total = {quantity: score + _part_support(quantity, support) for quantity, score in support.items()}
    chosen = max(total, key=lambda quantity: (round(total[quantity], 3), quantity.value))
    return Service.of_quantity(commodity, first[chosen])


def _sums(candidates: CandidateSet, quantities: Quantities) -> Quantities:
    """Printed quantities that are the sum of two or three of ``quantities``."""
    values = (quantity.value for quantity in quantities if quantity.value.value > 0)
    parts = list(dict.fromkeys(values))[:MOST_PARTS]
    sums = {
        Quantity(_total(group), group[0].unit)
        for count in PART_COUNTS
        for group in combinations(parts, count)
        if len({part.unit for part in group}) == 1
    }
    return tuple(
        quantity.scored(BILLED)
        for quantity in candidates.quantities
        if quantity.value in sums and quantity.value not in parts
    )


def _part_support(whole: Quantity, support: dict[Quantity, float]) -> float:
    """The support of two or three quantities that add up to ``whole``; 0 if none do."""
    parts = [part for part in support if part.unit == whole.unit and part.value < whole.value][:MOST_PARTS]
    for count in PART_COUNTS:
        for group in combinations(parts, count):
            if _total(group) == whole.value:
                return sum(support[part] for part in group)
    return 0.0


def _total(quantities: Iterable[Quantity]) -> Decimal:
    return sum((quantity.value for quantity in quantities), Decimal(0))


REACH = 9
"""How many lines below its number the consumption of a meter may be."""


def quantities_by_meter(
    points: Iterable[MeterPoint], quantities: Candidates[Quantity]
) -> list[tuple[MeterPoint, Candidate[Quantity]]]:
    """Each meter with the quantity in its line, or below it and above the next meter; empty if two share one."""
    meters = sorted((point for point in points if point.type == "METER"), key=_line)
    pairs = []
    for index, meter in enumerate(meters):
        last = _last_line(meter, meters[index + 1 :])
        consumed = [quantity for quantity in quantities if quantity.value.unit and _is_within(quantity, meter, last)]
        if consumed:
            pairs.append((meter, _consumption(consumed)))
    places = {(quantity.cell, quantity.start) for _, quantity in pairs}
    return pairs if len(places) == len(pairs) else []


def _last_line(meter: MeterPoint, following: Sequence[MeterPoint]) -> int:
    """The last line that may hold the consumption of ``meter``."""
    last = _line(meter) + REACH
    after = next(map(_line, following), last + 1)
    return min(last, after - 1) if after > _line(meter) else last


def _consumption(quantities: Sequence[Candidate[Quantity]]) -> Candidate[Quantity]:
    """The nearest quantity; if it is a volume of gas and its energy follows, the energy."""
    nearest = min(quantities, key=lambda quantity: (quantity.cell.line.number, -quantity.score))
    below = (
        quantity
        for quantity in quantities
        if quantity.cell.line.number > nearest.cell.line.number and _is_energy_of(quantity.value, nearest.value)
    )
    return min(below, key=lambda quantity: quantity.cell.line.number, default=nearest)


def _is_energy_of(energy: Quantity, volume: Quantity) -> bool:
    is_converted = energy.unit in ENERGY and volume.unit in CUBIC_METRES
    return is_converted and is_billed_for(energy.value, energy.unit, volume.value, volume.unit)


def _is_within(quantity: Candidate[Quantity], meter: MeterPoint, last: int) -> bool:
    line = quantity.cell.line
    return line.page == meter.number.cell.page and _line(meter) <= line.number <= last


def _line(point: MeterPoint) -> int:
    return point.number.cell.line.number


SCALES = (Decimal(1), Decimal(1000), Decimal(100))
"""A charge counts in the unit of the meter, in thousands or in hundreds of it."""

PRINTED = 0.8
"""The score of the volume in a row of the charge."""


def with_sewer(services: tuple[Service, ...], rows: Iterable[ChargeRow]) -> tuple[Service, ...]:
    """``services``, and a sewer service if charges for it are priced by the volume of the only water service."""
    water = [service for service in services if service.commodity is Commodity.WATER and service.usage]
    if len(water) != 1 or any(service.commodity is Commodity.SEWER for service in services):
        return services
    priced = [row for row in rows if _is_sewer(row) and row.price.rate is not None]
    volume = _volume([row.price for row in priced])
    if volume is None or water[0].usage not in {volume * scale for scale in SCALES if volume}:
        return services
    return (*services, _sewer(water[0], priced))


def _sewer(water: Service, rows: Iterable[ChargeRow]) -> Service:
    quantities = (quantity for row in rows for quantity in row.quantities if quantity.value.value == water.usage)
    printed = next(quantities, None)
    return Service(Commodity.SEWER, water.usage, water.unit, printed.scored(PRINTED) if printed else None)


def _is_sewer(row: ChargeRow) -> bool:
    return "SEWER" in row.commodities and "WATER" not in row.commodities


def _volume(prices: Sequence[Price]) -> Decimal | None:
    """The volume of all prices: their sum, or the one volume that collection and treatment are both priced by."""
    volumes = [price.quantity.value for price in prices if price.quantity]
    if not volumes:
        return None
    return volumes[0] if len(set(volumes)) == 1 else sum(volumes, Decimal(0))
