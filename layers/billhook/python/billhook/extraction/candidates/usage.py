"""Quantities that a usage label names, unless they belong to a chart, an average or another year."""

from billhook.extraction.annotate.document import AnnotatedDocument, LabelMatch
from billhook.extraction.candidates.locate import ReadSpan, values
from billhook.extraction.candidates.quantities import Quantity, headings, in_text, numbers_in, quantities_in
from billhook.extraction.layout.candidate import Candidate
from billhook.extraction.layout.lines import Cell
from billhook.extraction.text.units import CONSUMED, units_in

BARE = 0.6
"""A number without a unit counts only under a label of at least such weight, and counts for so much less."""

FEWEST_HEADS, LONGEST_TABLE = 3, 10
YEARS = range(1990, 2060)
Quantities = list[Candidate[Quantity]]


def labelled_usage(view: AnnotatedDocument) -> list[Candidate[Quantity]]:
    """Quantities that a usage label names, unless the line speaks of averages or another year."""
    claims: list[Candidate[Quantity]] = []
    for hit in view.hits.get("usage", ()):
        if any(other.name == "nothing_usage" for cell in hit.cell.line.cells for other in view.hits_of.get(cell, ())):
            continue
        if in_text(view, hit.cell) or _is_counted_per(hit):
            continue
        named = values(view, hit, quantities_in, most=1)
        if hit.cell.text[: hit.start].rstrip()[-1:].isdigit():
            named = [one for one in named if one.cell is hit.cell]
        bare = [] if view.is_prose(hit.cell) else _bare(view, hit, is_alone=not named)
        claims += [one for first in (named, bare) for one in (*first, *_further(view, hit, first))]
    return [one for one in claims if one.value.value > 0 and not _in_history(view, one)]


def _bare(view: AnnotatedDocument, hit: LabelMatch, *, is_alone: bool) -> Quantities:
    """Plain numbers of a label that carries the unit itself; of one without a unit where nothing else is its own."""
    own_unit = next((unit.unit for unit in units_in(hit.cell.text) if unit.unit in CONSUMED), None)
    if own_unit:
        return _unlabelled(view, hit, own_unit)
    if is_alone and hit.weight > BARE and hit.start == 0 and view.labelled(hit.cell) > BARE:
        found = [one.scored(BARE * one.score) for one in _unlabelled(view, hit, None)]
        return [one for one in found if not _is_year(one)]
    return []


def _is_counted_per(hit: LabelMatch) -> bool:
    """Whether a label is the unit of a rate: "ct/kWh"."""
    return hit.cell.text[: hit.start].rstrip().endswith("/")


def _is_year(one: Candidate[Quantity]) -> bool:
    return one.text.isdigit() and one.value.value in YEARS


def _further(view: AnnotatedDocument, hit: LabelMatch, first: Quantities) -> Quantities:
    """What else stands in the column of a heading, below the first quantity: one line for each meter."""
    heads = sum(cell in view.hits_of for cell in hit.cell.line.cells)
    if not first or first[0].cell.line.number <= hit.cell.line.number or heads < FEWEST_HEADS:
        return []
    top, found = first[0], []
    for line in view.layout.lines[top.cell.line.number + 1 : top.cell.line.number + LONGEST_TABLE]:
        under = [cell for cell in line.cells if cell.under(top.cell)]
        if line.page != top.cell.page or any(cell in view.hits_of and not view.numbers(cell) for cell in under):
            break
        for cell in under:
            printed = quantities_in(view, cell)
            if not printed and len(line.cells) == len(top.cell.line.cells):
                printed = _in_unit(view, cell, top.value.unit)
            found += [Candidate(one, top.score, cell, start, end) for one, start, end in printed]
    return found


def _in_unit(view: AnnotatedDocument, cell: Cell, unit: str | None) -> list[ReadSpan[Quantity]]:
    """The number that a cell consists of, in the unit of the heading."""
    alone = [one for one in view.numbers(cell) if one.start == 0 and one.end == len(cell.text) and not one.is_money]
    return [(Quantity(one.value, unit), one.start, one.end) for one in alone]


def _unlabelled(view: AnnotatedDocument, hit: LabelMatch, unit: str | None) -> Quantities:
    """Plain numbers of a label that carries the unit itself: ``kWh used  1,059``."""
    return [
        Candidate(Quantity(one.value, unit), one.score * 0.9, one.cell, one.start, one.end)
        for one in values(view, hit, numbers_in, most=1)
        if one.score > 0.5 * hit.weight and not in_text(view, one.cell)
    ]


def _in_history(view: AnnotatedDocument, one: Candidate[Quantity]) -> bool:
    """Whether a value stands among months or in a column of averages: a chart or a comparison."""
    line = one.cell.line
    if any(hit.name == "nothing_usage" for cell in line.cells for hit in view.hits_of.get(cell, ())):
        return True
    column = [cell for cell in headings(view, line) if cell.under(one.cell) and cell is not one.cell]
    return any(
        hit.name == "nothing_usage" and hit.start == 0 for cell in column[-2:] for hit in view.hits_of.get(cell, ())
    )
