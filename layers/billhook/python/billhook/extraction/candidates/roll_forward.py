"""Amounts that a balance may roll through: side by side in a line, or below each other in a column."""

from collections.abc import Iterator
from decimal import Decimal

from billhook.extraction.annotate.document import AnnotatedDocument
from billhook.extraction.candidates.candidate_set import CandidateSet
from billhook.extraction.candidates.charge_rows import PrintedRow, find_columns, find_rows
from billhook.extraction.layout.candidate import Candidate

PREVIOUS = "previous_close_balance"
SCORE, OFFSETTING = 0.45, 0.6
FEWEST = 4
"""The fewest amounts in a line that lead from one balance to the next."""

FEWEST_FIGURES = 3
"""The fewest columns of figures of a table of charges."""

CHARGED = frozenset({"tax_charges", "net_charges"})


def propose_balances(doc: AnnotatedDocument) -> CandidateSet:
    """The amounts by line and by column, and those that offset a previous balance."""
    rows = find_rows(doc)
    columns = [[rows[index] for index in column] for column in find_columns(rows)]
    return CandidateSet(
        offsetting_amounts=tuple(_offsetting(columns)),
        amount_sequences=(*_lines(doc), *(_uncharged(doc, column) for column in columns)),
    )


def _lines(doc: AnnotatedDocument) -> Iterator[tuple[Candidate[Decimal], ...]]:
    """The amounts of each line that has enough of them."""
    for line in doc.layout.lines:
        amounts = tuple(
            Candidate(value, SCORE, cell, start, end)
            for cell in line.cells
            if cell not in doc.prose
            for value, start, end in doc.amounts.get(cell, ())
        )
        if len(amounts) >= FEWEST:
            yield amounts


def _uncharged(doc: AnnotatedDocument, column: list[PrintedRow]) -> tuple[Candidate[Decimal], ...]:
    """The amounts of a column that are no tax, no net charges and not in a table of charges."""
    return tuple(
        Candidate(row.value, SCORE, row.cell, row.start, row.end)
        for row in column
        if not row.labels & CHARGED and not _is_in_table(doc, row)
    )


def _is_in_table(doc: AnnotatedDocument, row: PrintedRow) -> bool:
    """Whether the line of a row has the figures of an item: quantity, rate and amounts in columns."""
    figures = [cell for cell in row.cell.line.cells if doc.numbers[cell] and not any(map(str.isalpha, cell.text))]
    return len(figures) >= FEWEST_FIGURES


def _offsetting(columns: list[list[PrintedRow]]) -> Iterator[Candidate[Decimal]]:
    """The amounts right below a previous balance that are its opposite."""
    for column in columns:
        for index, row in enumerate(column):
            for other in column[index + 1 : index + 3] if row.value and PREVIOUS in row.labels else ():
                if other.value == -row.value:
                    yield Candidate(other.value, OFFSETTING, other.cell, other.start, other.end)
