"""Numbers with a unit of consumption, and plain ones: what usage, readings and demand are read from."""

import re
from decimal import Decimal
from functools import cache

from billhook.extraction.annotate.document import AnnotatedDocument
from billhook.extraction.candidates.candidate_set import CandidateSet, Quantity
from billhook.extraction.candidates.locate import ReadSpan, values
from billhook.extraction.candidates.memo import once
from billhook.extraction.data.source import depends_on_data
from billhook.extraction.layout.candidate import Candidate
from billhook.extraction.layout.lines import Cell, Line
from billhook.extraction.text.units import CONSUMED, DEMAND, any_spelling, unit_after

LIKE, TOUCHING, A_PHRASE = 0.15, 1.1, 4
"""How alike in height lines of a text are, how near in heights they follow each other, and how many words they have."""

_PRICED = ("/", "@", "×", " x ")
"""Marks of a rate, or of a quantity times a rate."""

LABELS = 0.5
"""A cell of which labels are so large a part is no text."""

COUNTED = 0.7
"""The score of a number with a unit, without regard to its place."""

HEADING_REACH = 7
"""How many lines above a row its headings may stand."""


@depends_on_data
@cache
def _explained() -> re.Pattern[str]:
    """One of a unit, followed by words or a sign of equality: "1 m³ holds 10 kWh"."""
    pattern = rf"(?<![\w.,])1\x20?(?:{any_spelling()})\x20?(?:[=≈]|[^\W\d_]{{2,}}\x20[^\W\d_]+)"
    return re.compile(pattern, re.IGNORECASE)


def numbers_in(doc: AnnotatedDocument, cell: Cell) -> list[ReadSpan[Decimal]]:
    return [(number.value, number.start, number.end) for number in doc.numbers(cell) if not number.currency]


@once
def quantities_in(doc: AnnotatedDocument, cell: Cell) -> list[ReadSpan[Quantity]]:
    """Numbers with a unit of consumption behind them, up to where a unit is explained: "1 m³ holds 10 kWh"."""
    found: list[ReadSpan[Quantity]] = []
    numbers = doc.numbers(cell)
    explained = _explained().search(cell.text) if numbers else None
    for number in numbers:
        if explained and number.start >= explained.start():
            break
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


@once
def in_text(doc: AnnotatedDocument, cell: Cell) -> bool:
    """Whether ``cell`` is a line of a text: many words, more of them right above or below, and no price among them."""
    if len(cell.words) < A_PHRASE or any(mark in cell.text for mark in _PRICED) or doc.labelled(cell) >= LABELS:
        return False
    if _is_counted(doc, cell):
        return False
    lines, number = doc.layout.lines, cell.line.number
    near = [*lines[max(0, number - 2) : number], *lines[number + 1 : number + 3]]
    texts = (other for line in near if line.page == cell.page for other in line.cells if not _is_counted(doc, other))
    return any(_continues(cell, other) for other in texts)


def _is_counted(doc: AnnotatedDocument, cell: Cell) -> bool:
    """Whether a number stands right of ``cell``: then it is what a row of a table is about, and no text."""
    beyond = cell.line.cells[cell.position + 1 : cell.position + 2]
    return any(doc.numbers(one) and len(one.words) < A_PHRASE for one in beyond)


def _continues(cell: Cell, other: Cell) -> bool:
    alike = abs(other.height - cell.height) < LIKE * cell.height and abs(other.x0 - cell.x0) < 0.004
    apart = max(other.y0 - cell.y1, cell.y0 - other.y1)
    return alike and apart < TOUCHING * cell.height and len(other.words) >= A_PHRASE


def headings(doc: AnnotatedDocument, line: Line) -> list[Cell]:
    """The cells of a line and of the lines above it that may head its columns."""
    first = max(0, line.number - HEADING_REACH)
    lines = [above for above in doc.layout.lines[first : line.number + 1] if above.page == line.page]
    return [cell for above in lines for cell in above.cells if above is line or not in_text(doc, cell)]


def propose_quantities(doc: AnnotatedDocument) -> CandidateSet:
    """Every number with a unit of consumption, and the billed demand."""
    quantities = (
        Candidate(value, COUNTED, cell, start, end)
        for cell in doc.layout.cells
        for value, start, end in quantities_in(doc, cell)
    )
    return CandidateSet(quantities=tuple(quantities), demand=tuple(demand(doc)))


def demand(doc: AnnotatedDocument) -> list[Candidate[Decimal]]:
    """Billed demand: a number in kW or kVA beside a label of demand."""
    claims: list[Candidate[Decimal]] = []
    for match in doc.hits.get("demand", ()):
        claims += values(doc, match, _demands_in, most=1)
    return sorted(claims, key=lambda one: -one.score)


def _demands_in(doc: AnnotatedDocument, cell: Cell) -> list[ReadSpan[Decimal]]:
    found = []
    for number in doc.numbers(cell):
        unit = unit_after(cell.text, number.end)
        if unit and unit.unit in DEMAND and not number.currency:
            found.append((number.value, number.start, unit.end))
    return found
