"""The charges: rows that end in an amount, and the columns that their amounts stand in."""

from collections import Counter
from copy import copy
from dataclasses import dataclass, field
from decimal import Decimal

from billhook.extraction.annotate.document import AnnotatedDocument
from billhook.extraction.candidates.amounts import is_rate
from billhook.extraction.candidates.memo import once
from billhook.extraction.layout.lines import Cell
from billhook.extraction.text.numbers import Number

FEWEST_ALIGNED = 4
MOST_ORPHANED = 2
SENTENCE = 14
"""A cell of more words is prose; an amount in it is no row."""

OWED = frozenset({"previous_close_balance", "after_previous_total_payment", "current_open_balance", "total_charges"})
BALANCES = OWED | {"nothing_money"}
SUMMED = frozenset({"total_charges"})
"""What a sum within a sum may be called: the total of the energy, to which a fee is added."""


@dataclass(eq=False)
class Row:
    """One amount and the words to its left. ``cents`` are exact; ``labels`` are what the words announce."""

    cell: Cell
    start: int
    end: int
    value: Decimal
    said: list[Cell]
    labels: frozenset[str] = frozenset()
    children: list["Row"] = field(default_factory=list)
    heads: bool = False
    x0: float = 0.0
    ends: tuple[float, float] = (0.0, 0.0)
    """Where the figures end, and where a word of credit behind them does."""

    @property
    def text(self) -> str:
        """The description: the words to the left, or those before the amount in its own cell."""
        texts = [cell.text[: self.start] if cell is self.cell else cell.text for cell in self.said]
        return " ".join(text.strip() for text in texts if text.strip())


def rows_of(doc: AnnotatedDocument) -> list[Row]:
    """Every row of the document in reading order; a row with several amounts comes once for each.

    The rows are the caller's own: who looks for columns and sums notes in them what it finds.
    """
    return list(map(copy, _rows_of(doc)))


@once
def _rows_of(doc: AnnotatedDocument) -> tuple[Row, ...]:
    rows = []
    for line in doc.layout.lines:
        said: list[Cell] = []
        spent = False
        for cell in line.cells:
            numbers = [
                number
                for number in doc.numbers(cell)
                if number.is_money and not is_rate(cell.text, number.start, number.end)
            ]
            own = bool(numbers) and _has_words(cell.text[: numbers[0].start])
            if (not numbers or own) and _has_words(cell.text):
                said = [cell] if spent else [*said, cell]
                spent = False
            for number in numbers[-1:] if own or len(numbers) == 1 else numbers:
                if not said and len(line.cells) <= MOST_ORPHANED:
                    said = _stray_words(doc, cell)
                if said and _ends(cell, number.end) and len(cell.words) <= SENTENCE:
                    rows.append(_row(doc, cell, number, list(said)))
                    spent = True
    return tuple(rows)


def _stray_words(doc: AnnotatedDocument, amount: Cell) -> list[Cell]:
    """The words for an amount that a reader set on a line of its own, half a line off."""
    lines = doc.layout.lines
    height = max(amount.height, 0.005)
    for number in (amount.line.number - 1, amount.line.number + 1):
        if not 0 <= number < len(lines) or lines[number].page != amount.page:
            continue
        near = [
            cell
            for cell in lines[number].cells
            if cell.x1 < amount.x0 + 0.01 and abs(cell.y0 - amount.y0) < 0.9 * height
        ]
        if near and _has_words(near[-1].text) and not any(doc.numbers(cell) for cell in lines[number].cells):
            return near[-1:]
    return []


def _row(doc: AnnotatedDocument, cell: Cell, number: Number, said: list[Cell]) -> Row:
    labels = frozenset(match.name for other in said for match in doc.hits_of.get(other, ()) if match.weight >= 0.9)
    words = cell.words_between(number.start, number.end)
    figures = [word for word in words if any(map(str.isdigit, word.text))]
    ends = (figures[-1].box.x1, words[-1].box.x1)
    return Row(cell, number.start, number.end, number.value, said, labels, x0=words[0].box.x0, ends=ends)


def _has_words(text: str) -> bool:
    return sum(map(str.isalpha, text)) >= 2


def _ends(cell: Cell, end: int) -> bool:
    """Whether nothing but a mark or a word of tax follows the amount in its cell."""
    return len(cell.text[end:].strip(" *)").split()) <= 2


def columns_of(rows: list[Row]) -> list[list[Row]]:
    """Rows by the place of their amounts from left to right: those that overlap from above share a column."""
    columns: list[list[Row]] = []
    for row in rows:
        fitting = [column for column in columns if _aligned(column, row)]
        if fitting:
            min(fitting, key=lambda column: _apart(column[-1], row)).append(row)
        else:
            columns.append([row])
    for column in columns:
        _trim(column)
    return columns


def _aligned(column: list[Row], row: Row) -> bool:
    """Whether an amount ends, or begins, where the last amount of a column does."""
    last = column[-1]
    same_page = last.cell.page == row.cell.page
    return _apart(last, row) < (0.02 if same_page else 0.04) or (abs(last.x0 - row.x0) < 0.006 and same_page)


def _apart(one: Row, other: Row) -> float:
    """How far apart two amounts end, with or without what stands behind their figures."""
    return min(abs(end - other_end) for end in one.ends for other_end in other.ends)


def _trim(column: list[Row]) -> None:
    """Drop what stands left of where the descriptions of a column begin: text beside the table."""
    begins = Counter(round(cell.x0, 2) for row in column for cell in row.said)
    most = max(begins.values(), default=0)
    if most < FEWEST_ALIGNED:
        return
    usual = min(place for place, count in begins.items() if 2 * count >= most)
    for row in column:
        kept = [cell for cell in row.said if cell.x0 > usual - 0.02]
        if kept and len(kept) < len(row.said):
            row.said = kept
