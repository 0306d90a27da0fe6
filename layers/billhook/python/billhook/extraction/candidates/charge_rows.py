"""Charges and balances: rows of amounts with what their words state, and amounts that a balance may roll through.

A price is quantity and rate, proven by their product. A balance rolls through amounts side by side in a line, or below
each other in a column.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from decimal import Decimal

from billhook.extraction.annotate.document import AnnotatedDocument
from billhook.extraction.candidates.candidate_set import CandidateSet, ChargeRow, Price
from billhook.extraction.candidates.history import month_cells
from billhook.extraction.candidates.printed_rows import (
    Column,
    PrintedRow,
    breakdown_rows,
    find_columns,
    find_rows,
    part_rows,
    percentage_rows,
    series_rows,
)
from billhook.extraction.layout.candidate import Candidate
from billhook.extraction.layout.lines import Cell
from billhook.extraction.text.dates import PrintedDate
from billhook.extraction.text.normalize import normalized
from billhook.extraction.text.numbers import Number
from billhook.extraction.text.units import CONSUMED, unit_after

FEWEST_ALIGNED = 4
BILLED = 0.7
"""The score of a quantity that a row charges for."""


CENT = Decimal("0.01")
HUNDRED, ONE = Decimal(100), Decimal(1)
_WORD = re.compile(r"\s?([^\W\d_]{3,8})\b")

PREVIOUS = "previous_close_balance"
SCORE, OFFSETTING = 0.45, 0.6
FEWEST = 4
"""The fewest amounts in a line that lead from one balance to the next."""

FEWEST_FIGURES = 3
"""The fewest columns of figures of a table of charges."""

CHARGED = frozenset({"tax_charges", "net_charges"})


def propose_charges(doc: AnnotatedDocument) -> CandidateSet:
    """Every row with an amount, without breakdowns, and the amounts that a balance may roll through."""
    rows = find_rows(doc)
    columns = find_columns(rows)
    aligned = [[rows[index] for index in column] for column in columns]
    charges, charge_columns = _find_charges(doc, rows, columns)
    return CandidateSet(
        charge_rows=charges,
        charge_columns=tuple(tuple(charges[index] for index in column) for column in charge_columns),
        offsetting_amounts=tuple(_offsetting(aligned)),
        amount_sequences=(*_lines(doc), *(_uncharged(doc, column) for column in aligned)),
    )


def _find_charges(
    doc: AnnotatedDocument, rows: list[PrintedRow], columns: list[Column]
) -> tuple[tuple[ChargeRow, ...], list[Column]]:
    """The rows that restate no other in percent or parts, as charges, and the columns of their amounts."""
    rows = _without_margin_text(rows, columns)
    if months := month_cells(doc):
        rows = [row for row in rows if row.description_cells[0] not in months]
        columns = find_columns(rows)
    aligned = [[rows[index] for index in column] for column in columns]
    if repeated := percentage_rows(aligned) | part_rows(aligned) | breakdown_rows(aligned):
        rows = [row for row in rows if row not in repeated]
        columns = find_columns(rows)
    rows = _without_margin_text(rows, columns)
    series = series_rows([[rows[index] for index in column] for column in columns])
    return tuple(_charges(doc, rows, series)), columns


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


def find_price(doc: AnnotatedDocument, cells: Sequence[Cell], start: int, amount: Decimal) -> Price:
    """Find two numbers of ``cells`` whose product is ``amount``, which begins at ``start`` of the last cell.

    ``cells`` is empty for an amount whose description was taken from a neighbouring line, further right.
    """
    if not cells:
        return Price()
    printed_amount = next((number for number in doc.numbers[cells[-1]] if number.start == start), None)
    numbers = [(number, cell) for cell in cells for number in doc.numbers[cell] if number is not printed_amount]
    unpriced = Price()
    for number, cell in numbers:
        if number.value <= 0 or number.minor or number.currency or cell.text[number.end :].lstrip().startswith("%"):
            continue
        unit = _unit_of(cell, number)
        for other, _ in numbers:
            certain = unit or other.minor or other.currency or number.value >= abs(other.value)
            rate = _rate(number.value, other, amount) if other is not number and certain else None
            if rate is not None:
                return Price(number, rate, unit or _word_after(cell, number.end))
        if unit and unpriced.quantity is None and not number.is_money:
            unpriced = Price(number, None, unit)
    return unpriced


def _rate(quantity: Decimal, price: Number, amount: Decimal) -> Decimal | None:
    """Give ``price`` in whole units of the currency, if ``quantity`` of it makes ``amount`` to the cent."""
    for divisor in (HUNDRED, ONE) if price.minor else (ONE, HUNDRED):
        if price.value and abs(abs(quantity * price.value / divisor) - abs(amount)) <= CENT:
            return price.value / divisor
    return None


def _unit_of(cell: Cell, number: Number) -> str | None:
    """Find the unit that follows a number, in its own cell or as the whole next cell, or is the whole cell before."""
    unit = unit_after(cell.text, number.end)
    if unit is None and number.end == len(cell.text) and cell.position + 1 < len(cell.line.cells):
        unit = unit_after(cell.line.cells[cell.position + 1].text, 0)
    if unit is None and number.start == 0 and cell.position:
        before = cell.line.cells[cell.position - 1].text
        unit = unit_after(before, 0)
        unit = unit if unit and unit.end == len(before) else None
    return unit.unit if unit else None


def _word_after(cell: Cell, end: int) -> str | None:
    match = _WORD.match(cell.text[end:])
    return match[1] if match else None


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
