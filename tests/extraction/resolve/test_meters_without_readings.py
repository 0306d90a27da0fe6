"""Quantities of meters without readings."""

from decimal import Decimal

from billhook.extraction.candidates.candidate_set import MeterPoint
from billhook.extraction.layout.candidate import Candidate
from billhook.extraction.resolve.meters_without_readings import quantities_by_meter
from billhook.extraction.text.units import Quantity
from tests.extraction.pages import Row, annotated_rows

ROWS: tuple[Row, ...] = (
    {40: "Meter A1"},
    {40: "100 kWh"},
    {40: "Meter B2"},
    {40: "10 m³"},
    {40: "110 kWh"},
)


def pairs(*quantities: tuple[int, str, str]) -> list[tuple[str, Decimal]]:
    """The meters in lines 0 and 2 with those of ``quantities`` (line, value, unit) that belong to them."""
    cells = [line.cells[0] for line in annotated_rows(*ROWS).layout.lines]
    points = [MeterPoint("METER", Candidate(cells[line].text, 1.0, cells[line], 0, 8)) for line in (0, 2)]
    candidates = [Candidate(Quantity(Decimal(value), unit), 0.9, cells[line], 0, 9) for line, value, unit in quantities]
    found = quantities_by_meter(points, tuple(candidates))
    return [(point.number.value, quantity.value.value) for point, quantity in found]


def test_quantities_by_meter_are_above_next_meter() -> None:
    assert pairs((1, "100", "kWh"), (4, "110", "kWh")) == [("Meter A1", Decimal(100)), ("Meter B2", Decimal(110))]


def test_quantities_by_meter_prefer_energy_of_volume() -> None:
    assert pairs((3, "10", "m³"), (4, "110", "kWh")) == [("Meter B2", Decimal(110))]


def test_quantities_by_meter_without_unit_are_ignored() -> None:
    assert pairs((1, "100", "")) == []
