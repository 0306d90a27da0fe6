"""Meters without readings: the quantity that is printed with each of them."""

from collections.abc import Iterable, Sequence

from billhook.extraction.candidates.candidate_set import Candidates, MeterPoint
from billhook.extraction.layout.candidate import Candidate
from billhook.extraction.text.units import CUBIC_METRES, ENERGY, Quantity, is_billed_for

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
