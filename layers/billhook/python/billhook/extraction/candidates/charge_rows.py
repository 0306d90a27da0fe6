"""The charges: rows that end in an amount, and the columns that their amounts stand in."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from billhook.extraction.annotate.document import AnnotatedDocument
from billhook.extraction.annotate.entities import Span
from billhook.extraction.candidates.candidate_set import CandidateSet, ChargeRow
from billhook.extraction.candidates.charge_breakdowns import percentage_rows, series_rows
from billhook.extraction.candidates.charge_prices import find_price
from billhook.extraction.layout.candidate import Candidate
from billhook.extraction.layout.lines import Cell
from billhook.extraction.text.normalize import normalized
from billhook.extraction.text.units import CONSUMED

FEWEST_ALIGNED = 4
MOST_ORPHANED = 2
SENTENCE = 14
"""A cell of more words is prose; an amount in it is no row."""

BILLED = 0.7
"""The score of a quantity that a row charges for."""


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
    """Every row of the document in reading order; a row with several amounts comes once for each."""
    return _rows_of(doc)


def _rows_of(doc: AnnotatedDocument) -> list[Row]:
    rows = []
    for line in doc.layout.lines:
        said: list[Cell] = []
        spent = False
        for cell in line.cells:
            numbers = doc.amounts.get(cell, ())
            own = bool(numbers) and _has_words(cell.text[: numbers[0][1]])
            if (not numbers or own) and _has_words(cell.text):
                said = [cell] if spent else [*said, cell]
                spent = False
            for number in numbers[-1:] if own or len(numbers) == 1 else numbers:
                if not said and len(line.cells) <= MOST_ORPHANED:
                    said = _stray_words(doc, cell)
                if said and _ends(cell, number[2]) and len(cell.words) <= SENTENCE:
                    rows.append(_row(doc, cell, number, list(said)))
                    spent = True
    return rows


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
        if near and _has_words(near[-1].text) and not any(doc.numbers[cell] for cell in lines[number].cells):
            return near[-1:]
    return []


def _row(doc: AnnotatedDocument, cell: Cell, number: Span[Decimal], said: list[Cell]) -> Row:
    labels = frozenset(match.name for other in said for match in doc.cell_labels.get(other, ()) if match.weight >= 0.9)
    value, start, end = number
    words = cell.words_between(start, end)
    figures = [word for word in words if any(map(str.isdigit, word.text))]
    ends = (figures[-1].box.x1, words[-1].box.x1)
    return Row(cell, start, end, value, said, labels, x0=words[0].box.x0, ends=ends)


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
    """Every row with an amount, without percentage breakdowns, and the columns of the amounts."""
    rows = find_rows(doc)
    columns = find_columns(rows)
    rows = _without_margin_text(rows, columns)
    shares = percentage_rows([[rows[index] for index in column] for column in columns])
    rows = [row for row in rows if row not in shares]
    columns = find_columns(rows)
    rows = _without_margin_text(rows, columns)
    series = series_rows([[rows[index] for index in column] for column in columns])
    charges = tuple(_charge(doc, row, is_in_series=row in series) for row in rows)
    return CandidateSet(
        charge_rows=charges, charge_columns=tuple(tuple(charges[index] for index in column) for column in columns)
    )


def find_rows(doc: AnnotatedDocument) -> list[PrintedRow]:
    """Find every row of the document in reading order; a row with several amounts is given once for each."""
    return [
        PrintedRow(row.cell, row.start, row.end, row.value, tuple(row.said), row.labels, row.x0, row.ends)
        for row in _rows_of(doc)
    ]


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


def _charge(doc: AnnotatedDocument, row: PrintedRow, *, is_in_series: bool) -> ChargeRow:
    text, description = row.text, _description(doc, row)
    parts = normalized(description).split()
    cells = row.cell.line.cells
    price = find_price(
        doc, cells[min(cell.position for cell in row.description_cells) : row.cell.position + 1], row.start, row.value
    )
    dated = dict.fromkeys((*row.description_cells, row.cell))
    return ChargeRow(
        cell=row.cell,
        start=row.start,
        end=row.end,
        value=row.value,
        description_cells=row.description_cells,
        labels=row.labels,
        text=text,
        description=description,
        charge_names=frozenset(doc.topics.names([normalized(text).split()], "charges")[0]),
        described_names=frozenset(doc.topics.names([parts], "charges")[0]),
        sides=tuple(doc.topics.names([parts], "sides")[0]),
        commodities=frozenset(name for cell in row.description_cells for name in doc.commodities.get(cell, ())),
        price=price,
        is_priced=price.rate is not None and price.unit in CONSUMED,
        is_in_series=is_in_series,
        dates=tuple(printed for cell in dated for printed in doc.dates[cell] if not printed.short),
        quantities=tuple(
            Candidate(value, BILLED, cell, start, end)
            for cell in cells[: row.cell.position + 1]
            for value, start, end in doc.quantities.get(cell, ())
        ),
    )


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
