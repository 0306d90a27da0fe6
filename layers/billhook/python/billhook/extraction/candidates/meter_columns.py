"""Meter readings below each other, each with a label or in a column of dated lines, and registers side by side.

A table of registers has a column for each register, and a line for each reading and what was used.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import NamedTuple

from billhook.extraction.annotate.document import AnnotatedDocument
from billhook.extraction.annotate.entities import is_plain
from billhook.extraction.candidates.candidate_set import MeterRow
from billhook.extraction.candidates.history import month_cells
from billhook.extraction.candidates.locate import (
    READ,
    READINGS,
    PlacedNumber,
    find_values,
    headings,
    names_over,
    reading_at,
)
from billhook.extraction.data.language import word_set
from billhook.extraction.layout.candidate import Candidate
from billhook.extraction.layout.lines import Cell, Line
from billhook.extraction.text.normalize import normalized
from billhook.extraction.text.numbers import Number
from billhook.extraction.text.units import CONSUMED, DEMAND, REACTIVE, PrintedUnit, Quantity, unit_after, units_in

WHOLE = 0.6
"""A label is all that a cell has from this share of its words on."""

EXCHANGED = frozenset({"exported", "generated", "imported"})
"""Labels of energy that crosses a meter in one direction."""

SURE, UNPRINTED = 0.9, 0.6
"""The score of a reading with a sure label, and of a difference that is computed and not printed."""

BELOW = 12
"""How many lines below the upper reading the difference may be printed."""

REACH = 4
"""How many lines below the difference a multiplier with a label, and the product, may stand."""


def stacked_rows(doc: AnnotatedDocument) -> list[MeterRow]:
    """Readings with a label each, whose difference is printed within a few lines."""
    rows = []
    earlier = _labelled_readings(doc, "previous_reading")
    later = _labelled_readings(doc, "current_reading")
    for low in earlier:
        for high in later:
            difference = high.value - low.value
            apart = abs(high.cell.line.number - low.cell.line.number)
            if difference <= 0 or apart > 4 or high.cell.page != low.cell.page:
                continue
            used = _printed_nearby(doc, difference, low, high)
            if used:
                line = low.cell.line
                estimated = is_estimated(doc, line) or is_estimated(doc, high.cell.line)
                rows.append(_multiplied(doc, MeterRow(low, high, used, line, is_estimated=estimated)))
    return rows


def unprinted_rows(doc: AnnotatedDocument) -> list[MeterRow]:
    """The only two readings with a sure label each, whose difference is not printed: it is what was used."""
    sure = [
        [candidate for candidate in _labelled_readings(doc, name) if candidate.score >= SURE]
        for name in ("previous_reading", "current_reading")
    ]
    earlier, later = ({reading.value: reading for reading in readings} for readings in sure)
    if len(earlier) != 1 or len(later) != 1:
        return []
    (low,), (high,) = earlier.values(), later.values()
    near = doc.layout.lines[high.cell.line.number : high.cell.line.number + REACH]
    heads = [cell for line in near for cell in line.cells if _is_of_usage(doc, cell)]
    unit = next((unit.unit for cell in heads for unit in units_in(cell.text) if unit.unit in CONSUMED), None)
    if high.value <= low.value or high.cell.page != low.cell.page or unit is None:
        return []
    usage = Candidate(Quantity(high.value - low.value, unit), UNPRINTED, high.cell, high.start, high.end)
    return [MeterRow(low, high, usage, high.cell.line)]


def _is_of_usage(doc: AnnotatedDocument, cell: Cell) -> bool:
    return not doc.numbers[cell] and doc.announces((cell,), "usage")


def column_rows(doc: AnnotatedDocument) -> list[MeterRow]:
    """Two readings below each other without labels of their own, as in "Apr 1  reading  1200"."""
    rows = []
    lines = doc.layout.lines
    months = month_cells(doc)
    for line in lines:
        if not months.isdisjoint(line.cells):
            continue
        for cell in line.cells:
            top = _lone(doc, cell)
            if top is None or top.value < 100:
                continue
            for below in lines[line.number + 1 : line.number + 4]:
                for other in below.cells if below.page == line.page else ():
                    bottom = _lone(doc, other)
                    if bottom is None or not other.under(cell) or abs(top.value - bottom.value) < 1:
                        continue
                    low, high = (
                        ((bottom, other), (top, cell)) if bottom.value < top.value else ((top, cell), (bottom, other))
                    )
                    row = _column_row(doc, low, high)
                    if row:
                        rows.append(row)
    return rows


def _lone(doc: AnnotatedDocument, cell: Cell) -> Number | None:
    """The number of a cell that holds no words and no money and is no mark of a chart.

    One with decimals may be money, unless its column is headed by a label of readings.
    """
    numbers = doc.numbers[cell]
    if cell in doc.chart_marks or len(numbers) != 1 or numbers[0].currency or len(cell.words) > 2:
        return None
    if any(map(str.isalpha, cell.text)) or (
        numbers[0].places and names_over(doc, cell, headings(doc, cell.line)).isdisjoint(READINGS)
    ):
        return None
    return numbers[0]


def _column_row(doc: AnnotatedDocument, low: PlacedNumber, high: PlacedNumber) -> MeterRow | None:
    lines = (low[1].line, high[1].line)
    dated = all(any(doc.dates[cell] for cell in line.cells) for line in lines)
    if not dated:
        return None
    earlier, later = reading_at(low), reading_at(high)
    used = _printed_nearby(doc, later.value - earlier.value, earlier, later)
    if used is None:
        return None
    estimated = any(is_estimated(doc, line) for line in lines)
    return _multiplied(doc, MeterRow(earlier, later, used.scored(0.8), lines[0], is_estimated=estimated))


def _multiplied(doc: AnnotatedDocument, row: MeterRow) -> MeterRow:
    """``row`` with the printed product of the difference and the multiplier as its usage."""
    found = multiplied(doc, row.usage)
    if found is None:
        return row
    multiplier, product = found
    number = next(number for number in doc.numbers[product.cell] if number.start == product.start)
    unit = find_unit(product.cell, number, headings(doc, product.cell.line))
    usage = Candidate(Quantity(product.value, unit), row.usage.score, product.cell, product.start, product.end)
    return replace(row, usage=usage, multiplier=multiplier.scored(READ))


def _labelled_readings(doc: AnnotatedDocument, name: str) -> list[Candidate[Decimal]]:
    return [
        candidate
        for match in doc.labels.get(name, ())
        if EXCHANGED.isdisjoint(label.name for label in doc.cell_labels.get(match.cell, ()))
        for candidate in find_values(doc, match, doc.plain_numbers, most=1)
        if candidate.score >= 0.4 and candidate.value >= 1 and not is_of_days(doc, candidate.cell)
    ]


def _printed_nearby(
    doc: AnnotatedDocument, difference: Decimal, low: Candidate[Decimal], high: Candidate[Decimal]
) -> Candidate[Quantity] | None:
    first = min(low.cell.line.number, high.cell.line.number)
    around = doc.layout.lines[max(0, first - 3) : first + BELOW]
    for line in sorted(around, key=lambda line: line not in (low.cell.line, high.cell.line)):
        for cell in line.cells if line.page == low.cell.page else ():
            if doc.announces((cell,), "nothing_usage"):
                continue
            for number in doc.numbers[cell]:
                is_reading = cell in (low.cell, high.cell) and number.value in (low.value, high.value)
                if number.value == difference and not number.currency and not is_reading:
                    unit = find_unit(cell, number, [*line.cells, low.cell, high.cell])
                    return Candidate(Quantity(number.value, unit), 0.9, cell, number.start, number.end)
    return None


def is_of_days(doc: AnnotatedDocument, cell: Cell) -> bool:
    """Whether the nearest words to the left of a cell are a label of days: "Billing days  29  33"."""
    if not any(match.cell.line is cell.line for match in doc.labels.get("days", ())):
        return False
    named = [left for left in cell.line.cells[: cell.position] if any(map(str.isalpha, left.text))][-1:]
    return any(
        match.name == "days" and not doc.numbers[left] and doc.label_shares.get(left, 0.0) > WHOLE
        for left in named
        for match in doc.cell_labels.get(left, ())
    )


def find_unit(cell: Cell, number: Number, heads: list[Cell], readings: Iterable[Cell] = ()) -> str | None:
    """The unit after a number, in a neighbouring cell, or in the heading of its column; else in those of the
    readings that it is the difference of; else any above.
    """
    printed = unit_after(cell.text, number.end) or whole_unit(cell.line.cells[cell.position + 1 : cell.position + 2])
    if printed and printed.unit in CONSUMED:
        return printed.unit
    before = [unit for item in cell.line.cells[: cell.position][-1:] for unit in units_in(item.text)]
    if before and before[0].unit in CONSUMED:
        return before[0].unit
    words = cell.words_between(number.start, number.end)
    x0, x1 = words[0].box.x0 - 0.01, words[-1].box.x1 + 0.01
    over = [other for other in reversed(heads) if other.x0 < x1 and other.x1 > x0]
    over += [other for other in reversed(heads) if any(other.under(reading) for reading in readings)]
    for other in (*over, *reversed(heads)):
        for unit in units_in(other.text):
            if unit.unit in CONSUMED:
                return unit.unit
    return None


def whole_unit(cells: Sequence[Cell]) -> PrintedUnit | None:
    """The unit that the first of ``cells`` is, if it is nothing else."""
    unit = unit_after(cells[0].text, 0) if cells else None
    return unit if unit and unit.end == len(cells[0].text) else None


def is_estimated(doc: AnnotatedDocument, line: Line) -> bool:
    return doc.announces(line.cells, "estimated") or any(
        part in ("e", "est") for cell in line.cells for part, _ in cell.tokens
    )


def multiplied(
    doc: AnnotatedDocument, difference: Candidate[Quantity]
) -> tuple[Candidate[Decimal], Candidate[Decimal]] | None:
    """The multiplier of ``difference`` and the number that is the product of both; ``None`` unless both are printed.

    They follow the difference in its line, or stand below it, the multiplier after a label: "Multiplier  12".
    """
    cell = difference.cell
    after = cell.line.cells[cell.position + 1 :]
    lines = doc.layout.lines[cell.line.number + 1 : cell.line.number + 1 + REACH]
    below = [other for line in lines if line.page == cell.page for other in line.cells]
    numbers = list(_numbers(doc, [*after, *below]))
    for factor in (*_numbers(doc, after), *_labelled_factors(doc, below)):
        product = factor.value * difference.value.value
        printed = next((number for number in numbers if number.value == product), None)
        if factor.value > 1 and printed and printed.cell is not factor.cell:
            return factor, printed
    return None


def _numbers(doc: AnnotatedDocument, cells: Sequence[Cell]) -> Iterator[Candidate[Decimal]]:
    for cell in cells:
        for number in doc.numbers[cell]:
            if is_plain(cell, number):
                yield Candidate(number.value, 1.0, cell, number.start, number.end)


def _labelled_factors(doc: AnnotatedDocument, cells: Sequence[Cell]) -> list[Candidate[Decimal]]:
    return [
        factor
        for match in doc.labels.get("multiplier", ())
        if match.cell in cells
        for factor in find_values(doc, match, doc.plain_numbers, most=1)
    ]


UNCOUNTED = DEMAND | REACTIVE
"""What a register may count that is no consumption."""

FEWEST = 2
"""So many columns of figures at least make a table of registers."""

TABLE_REACH = 4
"""How many lines apart the lines of a table are at most."""

SAME_EDGE = 0.012
"""How far the left edges of the labels of a table are apart at most, as a share of the width of the page."""


class _Table(NamedTuple):
    """The lines of a table: current and previous readings, what was used, multipliers if printed."""

    current: Line
    previous: Line
    used: Line
    multiplier: Line | None

    @property
    def lines(self) -> tuple[Line, ...]:
        return tuple(line for line in (self.current, self.previous, self.used, self.multiplier) if line)


class _Register(NamedTuple):
    """A register, and whether nothing but a unit heads its column."""

    row: MeterRow
    is_plain: bool


def register_rows(doc: AnnotatedDocument) -> tuple[list[MeterRow], frozenset[Cell]]:
    """The registers of the tables of ``doc``, and the cells of these tables.

    Each register proves itself: the difference of its readings, times its multiplier, is what was used. Where a column
    is headed by nothing but a unit of consumption, it counts everything and the others only parts of it.
    """
    registers: list[_Register] = []
    cells: set[Cell] = set()
    for match in doc.labels.get("current_reading", ()):
        if match.is_value or match.start or doc.numbers[match.cell] or match.cell in doc.prose:
            continue
        table = _table_of(doc, match.cell)
        columns = [cell for cell in match.cell.line.cells[match.cell.position + 1 :] if len(doc.numbers[cell]) == 1]
        proven = [register for cell in columns if table and (register := _register(doc, table, cell))]
        if table and proven and len(columns) >= FEWEST:
            registers += proven
            cells |= {cell for line in table.lines for cell in line.cells}
    used = [register for register in registers if not _is_uncounted(register.row)]
    plain = [register for register in used if register.is_plain]
    return [register.row for register in plain or used], frozenset(cells)


def _table_of(doc: AnnotatedDocument, first: Cell) -> _Table | None:
    """The table whose current readings stand after ``first``: its other lines begin below or above that cell."""
    previous = _line_of(doc, first, "previous_reading", first.line.number)
    lowest = max(previous.number, first.line.number) if previous else 0
    used = _line_of(doc, first, "usage", lowest) if previous else None
    return _Table(first.line, previous, used, _line_of(doc, first, "multiplier", lowest)) if previous and used else None


def _line_of(doc: AnnotatedDocument, first: Cell, name: str, after: int) -> Line | None:
    """The nearest line below number ``after``, else above, that a label ``name`` begins in the column of ``first``."""
    around = doc.layout.lines[max(0, after - TABLE_REACH) : after + TABLE_REACH + 1]
    for line in sorted(around, key=lambda line: (line.number <= after, abs(line.number - after))):
        begins = [cell for cell in line.cells if line.page == first.page and abs(cell.x0 - first.x0) < SAME_EDGE]
        labels = [label for cell in begins if not doc.numbers[cell] for label in doc.cell_labels.get(cell, ())]
        if any(label.name == name and label.start == 0 for label in labels):
            return line
    return None


def _register(doc: AnnotatedDocument, table: _Table, cell: Cell) -> _Register | None:
    """The register whose current reading is in ``cell``, if it proves itself."""
    current, previous, used = (_number_under(doc, line, cell) for line in table.lines[:3])
    factor = _number_under(doc, table.multiplier, cell) if table.multiplier else None
    if not (current and previous and used):
        return None
    times = factor[0].value if factor else Decimal(1)
    if used[0].value <= 0 or (current[0].value - previous[0].value) * times != used[0].value:
        return None
    heading = _heading(doc, table, cell)
    units = units_in(heading)
    quantity = Quantity(used[0].value, units[0].unit if units else None)
    row = MeterRow(
        previous=reading_at(previous),
        current=reading_at(current),
        usage=Candidate(quantity, READ, used[1], used[0].start, used[0].end),
        line=table.used,
        multiplier=factor and reading_at(factor),
        register=heading or None,
    )
    return _Register(row, bool(units) and units[0].start == 0 and units[0].end == len(heading))


def _heading(doc: AnnotatedDocument, table: _Table, cell: Cell) -> str:
    """The words above the column of ``cell``; empty where nothing heads it."""
    top = min(table.lines, key=lambda line: line.number)
    over = (head for head in reversed(headings(doc, top)) if head.line.number < top.number and head.under(cell))
    return next((head.text for head in over if not doc.numbers[head]), "")


def _number_under(doc: AnnotatedDocument, line: Line, cell: Cell) -> PlacedNumber | None:
    """The number of the only cell of ``line`` in the column of ``cell`` that is one number."""
    under = [other for other in line.cells if other.under(cell) and len(doc.numbers[other]) == 1]
    return (doc.numbers[under[0]][0], under[0]) if len(under) == 1 else None


def _is_uncounted(row: MeterRow) -> bool:
    """Whether the heading of a register has a unit of demand or reactive energy, or calls it reactive."""
    heading = row.register or ""
    is_reactive = not word_set("reactive").isdisjoint(normalized(heading).split())
    return is_reactive or any(unit.unit in UNCOUNTED for unit in units_in(heading))
