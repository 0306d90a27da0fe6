"""Quantities that a usage label names, unless they belong to a chart, an average or another year."""

from billhook.extraction.findings import Finding
from billhook.extraction.relations import values
from billhook.extraction.rules.quantities import Quantity, headings, numbers_in, quantities_in
from billhook.extraction.units import CONSUMED, units_in
from billhook.extraction.view import Hit, View

BARE = 0.6
"""A number without a unit counts only under a label of at least such weight, and counts for so much less."""

FEWEST_HEADS, LONGEST_TABLE = 3, 10


def labelled_usage(view: View) -> list[Finding[Quantity]]:
    """Quantities that a usage label names, unless the line speaks of averages or another year."""
    claims: list[Finding[Quantity]] = []
    for hit in view.hits.get("usage", ()):
        if any(other.name == "nothing_usage" for cell in hit.cell.line.cells for other in view.hits_of.get(cell, ())):
            continue
        own_unit = next((unit.unit for unit in units_in(hit.cell.text) if unit.unit in CONSUMED), None)
        named = values(view, hit, quantities_in, most=1)
        claims += [*named, *_further(view, hit, named)]
        if own_unit:
            claims += _unlabelled(view, hit, own_unit)
        elif not named and hit.weight > BARE and hit.start == 0 and view.labelled(hit.cell) > BARE:
            claims += [one.scored(BARE * one.score) for one in _unlabelled(view, hit, None)]
    return [one for one in claims if one.value.value > 0 and not _in_history(view, one)]


def _further(view: View, hit: Hit, first: list[Finding[Quantity]]) -> list[Finding[Quantity]]:
    """What else stands in the column of a heading, below the first quantity: one line for each meter."""
    heads = sum(cell in view.hits_of for cell in hit.cell.line.cells)
    if not first or first[0].cell.line.number <= hit.cell.line.number or heads < FEWEST_HEADS:
        return []
    top, found = first[0], []
    for line in view.layout.lines[top.cell.line.number + 1 : top.cell.line.number + LONGEST_TABLE]:
        under = [cell for cell in line.cells if cell.under(top.cell)]
        if line.page != top.cell.page or any(cell in view.hits_of and not view.numbers(cell) for cell in under):
            break
        more = ((cell, candidate) for cell in under for candidate in quantities_in(view, cell))
        found += [Finding(one, top.score, cell, start, end) for cell, (one, start, end) in more]
    return found


def _unlabelled(view: View, hit: Hit, unit: str | None) -> list[Finding[Quantity]]:
    """Plain numbers of a label that carries the unit itself: ``kWh used  1,059``."""
    return [
        Finding(Quantity(one.value, unit), one.score * 0.9, one.cell, one.start, one.end)
        for one in values(view, hit, numbers_in, most=1)
        if one.score > 0.5 * hit.weight
    ]


def _in_history(view: View, one: Finding[Quantity]) -> bool:
    """Whether a value stands among months or in a column of averages: a chart or a comparison."""
    line = one.cell.line
    if any(hit.name == "nothing_usage" for cell in line.cells for hit in view.hits_of.get(cell, ())):
        return True
    column = [cell for cell in headings(view, line) if cell.under(one.cell) and cell is not one.cell]
    return any(
        hit.name == "nothing_usage" and hit.start == 0 for cell in column[-2:] for hit in view.hits_of.get(cell, ())
    )
