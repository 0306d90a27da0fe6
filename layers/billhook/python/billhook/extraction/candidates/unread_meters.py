"""Meters without readings: the quantity that is printed with each, and units that go without saying."""

from decimal import Decimal

from billhook.domain.bill import Commodity
from billhook.extraction.candidates.candidate_set import MeterPoint, Quantity
from billhook.extraction.data.country import countries
from billhook.extraction.layout.candidate import Candidate
from billhook.extraction.text.units import CUBIC_METRES, ENERGY, is_billed_for

ZERO = Decimal(0)
REACH = 9
"""How many lines below its number the consumption of a meter may stand."""


def by_meter(
    points: list[MeterPoint], quantities: list[Candidate[Quantity]]
) -> list[tuple[MeterPoint, Candidate[Quantity]]]:
    """Each meter with the quantity that stands in its line, or below it and above the next meter."""
    meters = sorted((point for point in points if point.type == "METER"), key=_line)
    found = []
    for number, point in enumerate(meters):
        after = next(iter(meters[number + 1 :]), None)
        last = _line(point) + REACH
        limit = min(last, _line(after) - 1) if after and _line(after) > _line(point) else last
        own = [one for one in quantities if one.value.unit and _is_between(one, point, limit)]
        if own:
            found.append((point, _of_meter(own)))
    places = {(one.cell, one.start) for _, one in found}
    return found if len(places) == len(found) else []


def _of_meter(own: list[Candidate[Quantity]]) -> Candidate[Quantity]:
    """The nearest quantity; where that is a volume of gas and its energy follows, the energy."""
    nearest = min(own, key=lambda one: (one.cell.line.number, -one.score))
    volume = nearest.value
    below = (one for one in own if one.value.unit in ENERGY and one.cell.line.number > nearest.cell.line.number)
    held = (one for one in below if volume.unit in CUBIC_METRES and _is_of(one.value, volume))
    return min(held, key=lambda one: one.cell.line.number, default=nearest)


def _is_of(energy: Quantity, volume: Quantity) -> bool:
    return is_billed_for(energy.value, energy.unit, volume.value, volume.unit)


def _is_between(one: Candidate[Quantity], point: MeterPoint, limit: int) -> bool:
    line = one.cell.line
    return line.page == point.number.cell.page and _line(point) <= line.number <= limit


def _line(point: MeterPoint) -> int:
    return point.number.cell.line.number


def usual_unit(commodity: Commodity, country: str | None) -> str | None:
    """The unit of a quantity without one: kWh of electricity, and what bills of the country count in otherwise."""
    if commodity is Commodity.ELECTRICITY:
        return "kWh"
    place = countries().get(country or "")
    return place.default_units.get(commodity.value) if place else None
