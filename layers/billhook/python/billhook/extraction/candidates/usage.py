"""Quantities that a usage label names, unless they belong to a chart, an average or another year."""

from billhook.extraction.annotate.document import AnnotatedDocument
from billhook.extraction.annotate.entities import Span
from billhook.extraction.annotate.labels import LabelMatch
from billhook.extraction.candidates.candidate_set import CandidateSet
from billhook.extraction.candidates.locate import find_values
from billhook.extraction.candidates.quantities import headings
from billhook.extraction.layout.candidate import Candidate
from billhook.extraction.layout.lines import Cell
from billhook.extraction.text.units import CONSUMED, Quantity, units_in

BARE = 0.6
"""A number without a unit counts only under a label of at least such weight, and counts for so much less."""

FEWEST_HEADS, LONGEST_TABLE = 3, 10
YEARS = range(1990, 2060)
Quantities = list[Candidate[Quantity]]


def propose_usage(doc: AnnotatedDocument) -> CandidateSet:
    """The quantities that labels of usage name, and every number in a line with such a label."""
    lines = [
        line
        for line in doc.layout.lines
        if any(label.name == "usage" for cell in line.cells for label in doc.cell_labels.get(cell, ()))
    ]
    numbers = (
        Candidate(number.value, BARE, cell, number.start, number.end)
        for line in lines
        for cell in line.cells
        for number in doc.numbers[cell]
    )
    return CandidateSet(labelled_usage=tuple(labelled_usage(doc)), usage_line_numbers=tuple(numbers))


def labelled_usage(doc: AnnotatedDocument) -> list[Candidate[Quantity]]:
    """Quantities that a usage label names, unless the line speaks of averages or another year."""
    claims: list[Candidate[Quantity]] = []
    for match in doc.labels.get("usage", ()):
        if any(
            other.name == "nothing_usage" for cell in match.cell.line.cells for other in doc.cell_labels.get(cell, ())
        ):
            continue
        if match.cell in doc.running_text or _is_counted_per(match):
            continue
        named = find_values(doc, match, doc.quantities, most=1)
        if match.cell.text[: match.start].rstrip()[-1:].isdigit():
            named = [one for one in named if one.cell is match.cell]
        bare = [] if match.cell in doc.prose else _bare(doc, match, is_alone=not named)
        claims += [one for first in (named, bare) for one in (*first, *_further(doc, match, first))]
    return [one for one in claims if one.value.value > 0 and not _in_history(doc, one)]


def _bare(doc: AnnotatedDocument, match: LabelMatch, *, is_alone: bool) -> Quantities:
    """Plain numbers of a label that carries the unit itself; of one without a unit where nothing else is its own."""
    own_unit = next((unit.unit for unit in units_in(match.cell.text) if unit.unit in CONSUMED), None)
    if own_unit:
        return _unlabelled(doc, match, own_unit)
    if is_alone and match.weight > BARE and match.start == 0 and doc.label_shares.get(match.cell, 0.0) > BARE:
        found = [one.scored(BARE * one.score) for one in _unlabelled(doc, match, None)]
        return [one for one in found if not _is_year(one)]
    return []


def _is_counted_per(match: LabelMatch) -> bool:
    """Whether a label is the unit of a rate: "ct/kWh"."""
    return match.cell.text[: match.start].rstrip().endswith("/")


def _is_year(one: Candidate[Quantity]) -> bool:
    return one.text.isdigit() and one.value.value in YEARS


def _further(doc: AnnotatedDocument, match: LabelMatch, first: Quantities) -> Quantities:
    """Further quantities in the column of a heading, below the first: one line for each meter."""
    heads = sum(cell in doc.cell_labels for cell in match.cell.line.cells)
    if not first or first[0].cell.line.number <= match.cell.line.number or heads < FEWEST_HEADS:
        return []
    top, found = first[0], []
    for line in doc.layout.lines[top.cell.line.number + 1 : top.cell.line.number + LONGEST_TABLE]:
        under = [cell for cell in line.cells if cell.under(top.cell)]
        if line.page != top.cell.page or any(cell in doc.cell_labels and not doc.numbers[cell] for cell in under):
            break
        for cell in under:
            printed = doc.quantities.get(cell, ())
            if not printed and len(line.cells) == len(top.cell.line.cells):
                printed = _in_unit(doc, cell, top.value.unit)
            found += [Candidate(one, top.score, cell, start, end) for one, start, end in printed]
    return found


def _in_unit(doc: AnnotatedDocument, cell: Cell, unit: str | None) -> list[Span[Quantity]]:
    """The number that a cell consists of, in the unit of the heading."""
    alone = [one for one in doc.numbers[cell] if one.start == 0 and one.end == len(cell.text) and not one.is_money]
    return [(Quantity(one.value, unit), one.start, one.end) for one in alone]


def _unlabelled(doc: AnnotatedDocument, match: LabelMatch, unit: str | None) -> Quantities:
    """Plain numbers of a label that carries the unit itself: ``kWh used  1,059``."""
    return [
        Candidate(Quantity(one.value, unit), one.score * 0.9, one.cell, one.start, one.end)
        for one in find_values(doc, match, doc.plain_numbers, most=1)
        if one.score > 0.5 * match.weight and one.cell not in doc.running_text
    ]


def _in_history(doc: AnnotatedDocument, one: Candidate[Quantity]) -> bool:
    """Whether a value is among months or in a column of averages: a chart or a comparison."""
    line = one.cell.line
    if any(match.name == "nothing_usage" for cell in line.cells for match in doc.cell_labels.get(cell, ())):
        return True
    column = [cell for cell in headings(doc, line) if cell.under(one.cell) and cell is not one.cell]
    return any(
        label.name == "nothing_usage" and label.start == 0
        for cell in column[-2:]
        for label in doc.cell_labels.get(cell, ())
    )
