"""Numbers with a unit of consumption, and plain ones: what usage, readings and demand are read from."""

from dataclasses import dataclass
from decimal import Decimal

from billhook.extraction.findings import Finding
from billhook.extraction.layout import Cell, Line
from billhook.extraction.relations import Candidate, values
from billhook.extraction.units import CONSUMED, DEMAND, unit_after
from billhook.extraction.view import View

HEADING_REACH = 7
"""How many lines above a row its headings may stand."""


@dataclass(frozen=True)
class Quantity:
    """So much of a unit; ``None`` when the unit is printed elsewhere."""

    value: Decimal
    unit: str | None


def numbers_in(view: View, cell: Cell) -> list[Candidate[Decimal]]:
    return [(number.value, number.start, number.end) for number in view.numbers(cell) if not number.currency]


def quantities_in(view: View, cell: Cell) -> list[Candidate[Quantity]]:
    """Numbers with a unit of consumption behind them."""
    found = []
    for number in view.numbers(cell):
        if number.currency or number.value < 0:
            continue
        unit = unit_after(cell.text, number.end)
        if unit and unit.unit in CONSUMED:
            found.append((Quantity(number.value, unit.unit), number.start, unit.end))
        elif number.end == len(cell.text) and cell.position + 1 < len(cell.line.cells):
            beyond = cell.line.cells[cell.position + 1]
            unit = unit_after(beyond.text, 0)
            if unit and unit.unit in CONSUMED and unit.end == len(beyond.text):
                found.append((Quantity(number.value, unit.unit), number.start, number.end))
    return found


def headings(view: View, line: Line) -> list[Cell]:
    """The cells of a line and of the lines above it that may head its columns."""
    first = max(0, line.number - HEADING_REACH)
    lines = [above for above in view.layout.lines[first : line.number + 1] if above.page == line.page]
    return [cell for above in lines for cell in above.cells]


def demand(view: View) -> list[Finding[Decimal]]:
    """Billed demand: a number in kW or kVA beside a label of demand."""
    claims: list[Finding[Decimal]] = []
    for hit in view.hits.get("demand", ()):
        claims += values(view, hit, _demands_in, most=1)
    return sorted(claims, key=lambda one: -one.score)


def _demands_in(view: View, cell: Cell) -> list[Candidate[Decimal]]:
    found = []
    for number in view.numbers(cell):
        unit = unit_after(cell.text, number.end)
        if unit and unit.unit in DEMAND and not number.currency:
            found.append((number.value, number.start, unit.end))
    return found
