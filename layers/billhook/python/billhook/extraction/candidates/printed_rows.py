"""Printed rows: amounts with the words to their left, the columns of the amounts, and rows that restate others.

A charge is restated in percent ("supply 63 %, taxes 8 %"), over months, or in parts ("of which networks").
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, cached_property
from itertools import groupby, takewhile
from typing import Protocol, TypeVar

from billhook.extraction.annotate.document import AnnotatedDocument
from billhook.extraction.annotate.entities import Span
from billhook.extraction.data.language import WordList, word_set, words
from billhook.extraction.data.source import depends_on_data
from billhook.extraction.layout.lines import Cell, Line
from billhook.extraction.text.dates import month_names
from billhook.extraction.text.normalize import normalized

MOST_ORPHANED = 2
MOST_WORDS = 14
"""An amount in a cell of more words is part of a sentence."""

SURE = 0.9
"""The weight of a label that counts for its row."""

_PERCENT = re.compile(r"(?<![\d.,])(\d{1,2}(?:[.,]\d{1,2})?)\x20?%")
WHOLE = (Decimal(96), Decimal(104))
"""The range of a sum of rounded percentages of all parts. Tax rates never reach it."""

_DAY = re.compile(r"\d{1,4}[./-]\d{1,2}[./-]\d{2,4}|\b\d{1,2}[./-](?:19|20)\d\d\b|\b20\d\d[./-]\d{1,2}\b")
SHORTEST_SERIES = 3
ZERO, HUNDRED = Decimal(0), Decimal(100)
ROUNDED = Decimal("0.01")
"""The difference of a tax from its base times its rate at most."""

SHORTEST_BREAKDOWN = 3


@dataclass(frozen=True, eq=False)
class PrintedRow:
    """An amount and the cells with words to its left; ``ends`` are the right edges of its figures and of its mark."""

    cell: Cell
    start: int
    end: int
    value: Decimal
    description_cells: tuple[Cell, ...]
    labels: frozenset[str]
    x0: float
    ends: tuple[float, float]

    @cached_property
    def text(self) -> str:
        texts = [cell.text[: self.start] if cell is self.cell else cell.text for cell in self.description_cells]
        return " ".join(text.strip() for text in texts if text.strip())


Column = list[int]
"""The rows whose amounts are aligned, by their indices from top to bottom."""


def find_rows(doc: AnnotatedDocument) -> list[PrintedRow]:
    """Find every row of the document in reading order; a row with several amounts is given once for each."""
    rows: list[PrintedRow] = []
    for line in doc.layout.lines:
        words: tuple[Cell, ...] = ()
        is_used = False
        bases = _rated_bases(doc, line)
        for cell in line.cells:
            amounts = tuple(span for span in untaxed_amounts(doc, cell) if (cell, span[1]) not in bases)
            has_both = bool(amounts) and _has_words(cell.text[: amounts[0][1]])
            if (not amounts or has_both) and _has_words(cell.text):
                words = (cell,) if is_used else (*words, cell)
                is_used = False
            for amount in amounts[-1:] if has_both or len(amounts) == 1 else amounts:
                if not words and len(line.cells) <= MOST_ORPHANED:
                    words = _words_near(doc, cell)
                if words and _is_last(cell, amount[2]) and len(cell.words) <= MOST_WORDS:
                    rows.append(_row(doc, cell, amount, words))
                    is_used = True
    return rows


def _rated_bases(doc: AnnotatedDocument, line: Line) -> set[tuple[Cell, int]]:
    """Find the amounts of ``line`` before a percentage and what that makes of them, and such percentages."""
    numbers = [(number, cell) for cell in line.cells for number in doc.numbers[cell]]
    found: set[tuple[Cell, int]] = set()
    for (base, first), (rate, second), (levy, _) in zip(numbers, numbers[1:], numbers[2:], strict=False):
        is_rate = ZERO < rate.value < HUNDRED and not rate.currency
        if is_rate and levy.value and abs(base.value * rate.value / HUNDRED - levy.value) <= ROUNDED:
            found |= {(first, base.start), (second, rate.start)}
    return found


def _words_near(doc: AnnotatedDocument, amount: Cell) -> tuple[Cell, ...]:
    """Find the words of an amount that the layout put on a line half a line off."""
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
        if near and _has_words(near[-1].text) and not any(doc.numbers[cell] for cell in lines[number].cells):
            return (near[-1],)
    return ()


def _row(doc: AnnotatedDocument, cell: Cell, amount: Span[Decimal], words: tuple[Cell, ...]) -> PrintedRow:
    labels = (match for other in words for match in doc.cell_labels.get(other, ()))
    value, start, end = amount
    printed = cell.words_between(start, end)
    figures = [word for word in printed if any(map(str.isdigit, word.text))]
    return PrintedRow(
        cell=cell,
        start=start,
        end=end,
        value=value,
        description_cells=words,
        labels=frozenset(match.name for match in labels if match.weight >= SURE),
        x0=printed[0].box.x0,
        ends=(figures[-1].box.x1, printed[-1].box.x1),
    )


def _has_words(text: str) -> bool:
    return sum(map(str.isalpha, text)) >= 2


def _is_last(cell: Cell, end: int) -> bool:
    """Whether at most a mark or a word of tax follows the amount in its cell."""
    return len(cell.text[end:].strip(" *)").split()) <= 2


def find_columns(rows: Sequence[PrintedRow]) -> list[Column]:
    """Assign each row to the column whose last amount ends nearest to its own, or to a new column."""
    columns: list[Column] = []
    for index, row in enumerate(rows):
        fitting = [column for column in columns if _is_aligned(rows[column[-1]], row)]
        if fitting:
            min(fitting, key=lambda column: _distance(rows[column[-1]], row)).append(index)
        else:
            columns.append([index])
    return columns


def _is_aligned(last: PrintedRow, row: PrintedRow) -> bool:
    """Whether an amount ends, or begins, where the last amount of a column does."""
    same_page = last.cell.page == row.cell.page
    return _distance(last, row) < (0.02 if same_page else 0.04) or (abs(last.x0 - row.x0) < 0.006 and same_page)


def _distance(row: PrintedRow, other: PrintedRow) -> float:
    """The distance between the right edges of two amounts, with or without the marks that follow their figures."""
    return min(abs(end - other_end) for end in row.ends for other_end in other.ends)


def untaxed_amounts(doc: AnnotatedDocument, cell: Cell) -> tuple[Span[Decimal], ...]:
    """The amounts of ``cell`` without those that its words name as the base of a tax."""
    return tuple(span for span in doc.amounts.get(cell, ()) if not is_tax_base(cell, span))


def is_tax_base(cell: Cell, span: Span[Decimal]) -> bool:
    """Whether the words right before an amount name it as the base of a tax, or as what a percentage is taken of."""
    before = cell.text[: span[1]].rstrip(" (:")
    words = normalized(before).split()
    if not words:
        return False
    is_share = words[-1] in word_set("of_which_percent") and before[: before.rfind(" ")].rstrip().endswith("%")
    return is_share or words[-1] in word_set("tax_bases")


class DescribedAmount(Protocol):
    """A row of a column: an amount with its description."""

    @property
    def value(self) -> Decimal: ...

    @property
    def text(self) -> str: ...


R = TypeVar("R", bound=DescribedAmount)


def percentage_rows(columns: Iterable[Sequence[R]]) -> set[R]:
    """Find the rows which, one below the other, state their percentages of the whole."""
    return {row for column in columns for row in _shares(column)}


def part_rows(columns: Iterable[Sequence[R]]) -> set[R]:
    """Find the rows that words name as parts of the row above ("of which"), and that add up to it."""
    return {row for column in columns for row in _parts(column)}


def _parts(column: Sequence[R]) -> Iterator[R]:
    for index, whole in enumerate(column):
        parts = list(takewhile(_is_part, column[index + 1 :]))
        if not _is_part(whole) and parts and sum((part.value for part in parts), Decimal(0)) == whole.value:
            yield from parts


def _is_part(row: DescribedAmount) -> bool:
    return _begins_with(row, "parts")


def _begins_with(row: DescribedAmount, name: WordList) -> bool:
    text = f"{normalized(row.text)} "
    return text.startswith(_beginnings(name))


@depends_on_data
@cache
def _beginnings(name: WordList) -> tuple[str, ...]:
    """The words of list ``name``, each with a blank behind it."""
    return tuple(f"{phrase} " for phrase in words(name))


def breakdown_rows(columns: Iterable[Sequence[R]]) -> set[R]:
    """Find the rows from the first to the last of a breakdown by cost, as regulators prescribe it beside the items."""
    return {row for column in columns for row in _breakdown(column)}


def _breakdown(column: Sequence[R]) -> Sequence[R]:
    named = [index for index, row in enumerate(column) if _begins_with(row, "breakdowns")]
    return column[named[0] : named[-1] + 1] if len(named) >= SHORTEST_BREAKDOWN else []


def series_rows(columns: Iterable[Sequence[R]]) -> set[R]:
    """Find the rows that continue over months."""
    return {row for column in columns for series in _series(column) for row in series}


def _shares(column: Sequence[R]) -> Sequence[R]:
    """Find the first rows of a column whose percentages make up the whole."""
    percents = [_percent(row) for row in column]
    for first, start in enumerate(percents):
        total, last = start, first
        while total and last + 1 < len(column) and percents[last + 1] and total < WHOLE[0]:
            last += 1
            total += percents[last]
        if last > first and WHOLE[0] <= total <= WHOLE[1]:
            return column[first : last + 1]
    return []


def _percent(row: DescribedAmount) -> Decimal:
    """The percentage in the words of a row; 0 without one."""
    match = _PERCENT.search(row.text)
    return Decimal(match[1].replace(",", ".")) if match else Decimal(0)


def _series(column: Sequence[R]) -> Iterator[list[R]]:
    """Rows below each other with equal words, of different days or months, or with equal amounts."""
    for _, group in groupby(column, key=_undated):
        series = list(group)
        if len(series) >= SHORTEST_SERIES and (all(map(_is_dated, series)) or len({row.value for row in series}) == 1):
            yield series


def _undated(row: DescribedAmount) -> str:
    """The words of a row without figures and months."""
    return " ".join(part for part in normalized(row.text).split() if part not in month_names() and not part.isdigit())


def _is_dated(row: DescribedAmount) -> bool:
    return bool(_DAY.search(row.text)) or any(part in month_names() for part in normalized(row.text).split())
