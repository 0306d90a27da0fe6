"""Numbers with a unit of consumption, and plain ones: what usage, readings and demand are read from."""

from collections.abc import Sequence
from decimal import Decimal

from billhook.extraction.annotate.document import AnnotatedDocument
from billhook.extraction.annotate.entities import Span, Spans
from billhook.extraction.candidates.candidate_set import CandidateSet
from billhook.extraction.candidates.locate import find_values
from billhook.extraction.layout.candidate import Candidate
from billhook.extraction.layout.lines import Cell, Line
from billhook.extraction.text.numbers import Number
from billhook.extraction.text.units import DEMAND, unit_after

COUNTED = 0.7
"""The score of a number with a unit, without regard to its place."""

HEADING_REACH = 7
"""How many lines above a row its headings may stand."""


def headings(doc: AnnotatedDocument, line: Line) -> list[Cell]:
    """The cells of a line and of the lines above it that may head its columns."""
    first = max(0, line.number - HEADING_REACH)
    lines = [above for above in doc.layout.lines[first : line.number + 1] if above.page == line.page]
    return [cell for above in lines for cell in above.cells if above is line or cell not in doc.running_text]


def propose_quantities(doc: AnnotatedDocument) -> CandidateSet:
    """Every number with a unit of consumption, and the billed demand."""
    quantities = (
        Candidate(value, COUNTED, cell, start, end)
        for cell in doc.layout.cells
        for value, start, end in doc.quantities.get(cell, ())
    )
    return CandidateSet(quantities=tuple(quantities), demand=tuple(demand(doc)))


def demand(doc: AnnotatedDocument) -> list[Candidate[Decimal]]:
    """Billed demand: a number in kW or kVA beside a label of demand."""
    claims: list[Candidate[Decimal]] = []
    labels = doc.labels.get("demand", ())
    spans = _demands(doc) if labels else {}
    for match in labels:
        claims += find_values(doc, match, spans, most=1)
    return sorted(claims, key=lambda one: -one.score)


def _demands(doc: AnnotatedDocument) -> Spans[Decimal]:
    """The numbers with a unit of demand."""
    return {cell: _demands_in(cell, numbers) for cell, numbers in doc.numbers.items() if numbers}


def _demands_in(cell: Cell, numbers: Sequence[Number]) -> list[Span[Decimal]]:
    units = [(number, unit_after(cell.text, number.end)) for number in numbers if not number.currency]
    return [(number.value, number.start, unit.end) for number, unit in units if unit and unit.unit in DEMAND]
