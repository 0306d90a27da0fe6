"""Charge rows: amounts with the words to their left, and the columns of the amounts."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from decimal import Decimal

from billhook.extraction.annotate.document import AnnotatedDocument
from billhook.extraction.annotate.entities import Span
from billhook.extraction.candidates.candidate_set import CandidateSet, ChargeRow
from billhook.extraction.candidates.charge_breakdowns import part_rows, percentage_rows, series_rows
from billhook.extraction.candidates.charge_prices import find_price
from billhook.extraction.candidates.tax_base import untaxed_amounts
from billhook.extraction.layout.candidate import Candidate
from billhook.extraction.layout.lines import Cell
from billhook.extraction.text.dates import PrintedDate
from billhook.extraction.text.normalize import normalized
from billhook.extraction.text.units import CONSUMED

FEWEST_ALIGNED = 4
MOST_ORPHANED = 2
MOST_WORDS = 14
"""An amount in a cell of more words is part of a sentence."""

SURE = 0.9
"""The weight of a label that counts for its row."""

BILLED = 0.7
"""The score of a quantity that a row charges for."""


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

    @property
    def text(self) -> str:
        texts = [cell.text[: self.start] if cell is self.cell else cell.text for cell in self.description_cells]
        return " ".join(text.strip() for text in texts if text.strip())


Column = list[int]
"""The rows whose amounts are aligned, by their indices from top to bottom."""


def propose_charge_rows(doc: AnnotatedDocument) -> CandidateSet:
    """Every row with an amount, without breakdowns in percent or into parts, and the columns of the amounts."""
    rows = find_rows(doc)
    columns = find_columns(rows)
    rows = _without_margin_text(rows, columns)
    aligned = [[rows[index] for index in column] for column in columns]
    repeated = percentage_rows(aligned) | part_rows(aligned)
    rows = [row for row in rows if row not in repeated]
    columns = find_columns(rows)
    rows = _without_margin_text(rows, columns)
    series = series_rows([[rows[index] for index in column] for column in columns])
    charges = tuple(_charges(doc, rows, series))
    return CandidateSet(
        charge_rows=charges, charge_columns=tuple(tuple(charges[index] for index in column) for column in columns)
    )


def find_rows(doc: AnnotatedDocument) -> list[PrintedRow]:
    """Find every row of the document in reading order; a row with several amounts is given once for each."""
    rows: list[PrintedRow] = []
    for line in doc.layout.lines:
        words: tuple[Cell, ...] = ()
        is_used = False
        for cell in line.cells:
            amounts = untaxed_amounts(doc, cell)
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


def _without_margin_text(rows: Sequence[PrintedRow], columns: Iterable[Column]) -> list[PrintedRow]:
    """Drop description cells that stand left of where the descriptions of their column begin."""
    trimmed = list(rows)
    for column in columns:
        begins = Counter(round(cell.x0, 2) for index in column for cell in rows[index].description_cells)
        most = max(begins.values(), default=0)
        if most < FEWEST_ALIGNED:
            continue
        margin = min(place for place, count in begins.items() if 2 * count >= most)
        for index in column:
            cells = tuple(cell for cell in rows[index].description_cells if cell.x0 > margin - 0.02)
            if cells and len(cells) < len(rows[index].description_cells):
                trimmed[index] = replace(rows[index], description_cells=cells)
    return trimmed


def _charges(doc: AnnotatedDocument, rows: list[PrintedRow], series: AbstractSet[PrintedRow]) -> Iterator[ChargeRow]:
    """Add to each row what its words and its line state."""
    descriptions = [_description(doc, row) for row in rows]
    texts = [normalized(row.text).split() for row in rows]
    described = [normalized(description).split() for description in descriptions]
    names = zip(
        doc.topics.names(texts, "charges"),
        doc.topics.names(described, "charges"),
        doc.topics.names(described, "sides"),
        strict=True,
    )
    for row, description, (charge_names, described_names, sides) in zip(rows, descriptions, names, strict=True):
        cells = row.cell.line.cells[: row.cell.position + 1]
        first = min(cell.position for cell in row.description_cells)
        price = find_price(doc, cells[first:], row.start, row.value)
        yield ChargeRow(
            cell=row.cell,
            start=row.start,
            end=row.end,
            value=row.value,
            description_cells=row.description_cells,
            labels=row.labels,
            text=row.text,
            description=description,
            charge_names=frozenset(charge_names),
            described_names=frozenset(described_names),
            sides=sides,
            commodities=frozenset(name for cell in row.description_cells for name in doc.commodities.get(cell, ())),
            price=price,
            is_priced=price.rate is not None and price.unit in CONSUMED,
            is_in_series=row in series,
            dates=_full_dates(doc, dict.fromkeys((*row.description_cells, row.cell))),
            quantities=tuple(
                Candidate(value, BILLED, cell, start, end)
                for cell in cells
                for value, start, end in doc.quantities.get(cell, ())
            ),
        )


def _full_dates(doc: AnnotatedDocument, cells: Iterable[Cell]) -> tuple[PrintedDate, ...]:
    return tuple(printed for cell in cells for printed in doc.dates[cell] if not printed.short)


def _description(doc: AnnotatedDocument, row: PrintedRow) -> str:
    """The words of the row, after those of the line above where the row begins with a figure."""
    text = row.text.strip(" :-*.")
    first = row.description_cells[0]
    if first.text[:1].isdigit() and first.line.number:
        for cell in doc.layout.lines[first.line.number - 1].cells:
            is_above = cell.page == first.page and cell.under(first)
            if is_above and not any(number.is_money for number in doc.numbers[cell]):
                return f"{cell.text.strip(' :')} {text}"
    return re.sub(r"\s+", " ", text)
