"""Readings that prove themselves: the difference of two, times a factor, is printed as what was used."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal

from billhook.extraction.annotate.document import AnnotatedDocument
from billhook.extraction.annotate.entities import is_plain
from billhook.extraction.candidates.candidate_set import CandidateSet, MeterRow
from billhook.extraction.candidates.identifiers import unlabelled_meter
from billhook.extraction.candidates.locate import (
    HEADING_REACH,
    READINGS,
    PlacedNumber,
    find_anchor,
    headings,
    names_over,
    reading_at,
)
from billhook.extraction.candidates.meter_columns import (
    UNCOUNTED,
    column_rows,
    find_unit,
    is_estimated,
    is_of_days,
    register_rows,
    stacked_rows,
    unprinted_rows,
)
from billhook.extraction.candidates.periods import reading_period
from billhook.extraction.layout.candidate import Candidate
from billhook.extraction.layout.lines import Cell, Line
from billhook.extraction.text.numbers import Number
from billhook.extraction.text.units import CONSUMED, PrintedUnit, Quantity, unit_after, units_in

_SPAN = re.compile(r"\W*\d[\d.,]*\s?(?:-|\u2013|to|a|bis)\s?\d[\d.,]*$")
"""From so many to so many: a step of a tariff, no readings."""

_ROWS = re.compile(r"\(\s?\d{1,2}\s?(?:[-\u2013+]|to|a|bis)\s?\d{1,2}\s?\)")
"""The numbers of rows that a total sums: "(1 to 11)"."""

METERED = frozenset({"previous_reading", "current_reading", "usage", "meter"})
NO_REGISTER = METERED | {"estimated"}
"""Labels that name no register of a meter."""

MOST_NUMBERS = 14
LONG_CODE = 7
"""Figures without a mark of thousands are a code, not a reading, from this length on."""

MOST_WORDS = 6
"""So many words at most stand in one cell with a reading: a date, its kind, a unit."""

EXPORTED = frozenset({"exported", "generated"})
BESIDE = 0.95
"""The score of a quantity in the line of a reading."""


def propose_meter_rows(doc: AnnotatedDocument) -> CandidateSet:
    """The rows of meter readings, with what else their lines state of the meter."""
    near = find_anchor(doc)
    return CandidateSet(meter_rows=tuple(_completed(doc, row, near) for row in meter_rows(doc)))


def _completed(doc: AnnotatedDocument, row: MeterRow, near: date | None) -> MeterRow:
    used = row.usage.value
    return replace(
        row,
        usage=row.usage._replace(value=Quantity(used.value, used.unit or doc.billing_unit)),
        code=unlabelled_meter(doc, row.line),
        period=reading_period(doc, row, near),
        is_exported=any(doc.announces(row.line.cells, name) for name in EXPORTED),
        line_quantities=tuple(
            Candidate(value, BESIDE, cell, start, end)
            for cell in row.usage.cell.line.cells
            for value, start, end in doc.quantities.get(cell, ())
        ),
    )


def meter_rows(doc: AnnotatedDocument) -> list[MeterRow]:
    """Rows of a meter table, and readings that stand below each other; each pair of readings once."""
    rows: list[MeterRow] = []
    seen: set[tuple[Decimal, Decimal]] = set()
    registers, tabled = register_rows(doc)
    others = [
        row for row in (*_in_lines(doc), *stacked_rows(doc), *column_rows(doc)) if tabled.isdisjoint(_cells_of(row))
    ]
    for row in _the_lesser([*registers, *others]):
        key = (row.previous.value, row.current.value)
        if _is_scale(row):
            continue
        twice = any(row.usage.value == other.usage.value and _one_contains(row, other) for other in rows)
        if key not in seen and not twice:
            seen.add(key)
            rows.append(row)
    return rows or unprinted_rows(doc)


def _cells_of(row: MeterRow) -> tuple[Cell, ...]:
    return (row.previous.cell, row.current.cell, row.usage.cell)


def _the_lesser(rows: list[MeterRow]) -> list[MeterRow]:
    """Without the rows that take what was used for the previous reading and the previous reading for what was used."""
    read = {(row.current.value, row.previous.value) for row in rows if row.usage.value.value < row.previous.value}
    return [
        row
        for row in rows
        if row.usage.value.value <= row.previous.value or (row.current.value, row.usage.value.value) not in read
    ]


def _is_scale(row: MeterRow) -> bool:
    """Whether the "readings" are the marks of a chart: 1,419 and 946, in steps of 473."""
    step = row.usage.value.value
    return row.multiplier is None and step > 1 and row.previous.value > 0 and row.previous.value % step == 0


def _one_contains(row: MeterRow, other: MeterRow) -> bool:
    """Whether one of two rows counts from zero: a net register that repeats what the other one read."""
    return not row.previous.value or not other.previous.value


def _in_lines(doc: AnnotatedDocument) -> list[MeterRow]:
    rows = []
    for line in _metered_lines(doc):
        numbers = [
            (number, cell)
            for cell in line.cells
            if cell.has_figures and not _SPAN.match(cell.text)
            for number in _counted(doc, cell)
        ]
        if not 3 <= len(numbers) <= MOST_NUMBERS:
            continue
        if not _is_uncounted(line) and (row := _agreeing(doc, line, numbers, headings(doc, line))):
            rows.append(row)
    return rows


def _metered_lines(doc: AnnotatedDocument) -> list[Line]:
    """The lines with a label of a meter in them or in their headings."""
    numbers: set[int] = set()
    for cell in _metered(doc, doc.cell_labels):
        first, reach = cell.line.number, 0 if cell in doc.running_text else HEADING_REACH
        below = doc.layout.lines[first : first + reach + 1]
        numbers.update([line.number for line in below if line.page == cell.page])
    return [doc.layout.lines[number] for number in sorted(numbers)]


def _is_uncounted(line: Line) -> bool:
    """Whether the units of a line are those of demand or reactive energy, and none is one of consumption."""
    units = {unit.unit for cell in line.cells for unit in units_in(cell.text)}
    units |= {unit.unit for cell in line.cells for unit in _units_of_numbers(cell)}
    return bool(units & UNCOUNTED) and not units & CONSUMED


def _units_of_numbers(cell: Cell) -> Iterator[PrintedUnit]:
    """The units right behind the words of a cell that end in a figure."""
    for word, offset in zip(cell.words, cell.offsets, strict=True):
        figures = len(word.text.rstrip("kKmMgGwWhHvVaArR-"))
        if word.text[:figures][-1:].isdigit() and (unit := unit_after(cell.text, offset + figures)):
            yield unit


def _counted(doc: AnnotatedDocument, cell: Cell) -> list[Number]:
    """The numbers of a cell that may count something: neither money nor days, percentages or numbers of a list."""
    if is_of_days(doc, cell):
        return []
    days = {match.start for match in doc.cell_labels.get(cell, ()) if match.name == "days"}
    rows = [match.span() for match in _ROWS.finditer(cell.text)]
    return [
        number
        for number in doc.numbers[cell]
        if is_plain(cell, number)
        and days.isdisjoint((number.end, number.end + 1))
        and not any(start <= number.start < end for start, end in rows)
    ]


def _agreeing(
    doc: AnnotatedDocument, line: Line, numbers: list[tuple[Number, Cell]], heads: list[Cell]
) -> MeterRow | None:
    """The first pair of readings of a line whose difference, times a printed factor, is printed in it too."""
    prose_cells = {cell for _, cell in numbers if _is_prose_number(doc, cell)}
    if row := _unused(doc, line, numbers, heads):
        return row
    for i, (a, first) in enumerate(numbers):
        for j in range(i + 1, len(numbers)):
            b, second = numbers[j]
            if first in prose_cells or second in prose_cells:
                continue
            difference = abs(b.value - a.value)
            if difference < 1 or max(a.value, b.value) < 10 or min(a.value, b.value) < 0:
                continue
            rest = [other for k, other in enumerate(numbers) if k not in (i, j)]
            match = _difference(difference, rest)
            if match and match[1] and difference == 1 and match[1][0].value != 1:
                continue  # one times a number is that number, whatever the two have to do with a meter
            if match is None or not _headed(doc, (first, second, match[0][1]), heads):
                continue
            (used, cell), factor = match
            if used.places == 2 and 2 in (a.places, b.places) and unit_after(cell.text, used.end) is None:
                continue
            if used.places == 2 and factor and factor[0].places == 2 and not (a.places or b.places):
                continue  # a step of a tariff: so many at such a price
            low, high = ((a, first), (b, second)) if a.value < b.value else ((b, second), (a, first))
            unit = find_unit(cell, used, heads, (first, second))
            return MeterRow(
                previous=reading_at(low),
                current=reading_at(high),
                usage=Candidate(Quantity(used.value, unit), 0.95, cell, used.start, used.end),
                multiplier=factor and reading_at(factor),
                is_estimated=is_estimated(doc, line),
                register=_register(doc, line),
                line=line,
            )
    return None


def _unused(
    doc: AnnotatedDocument, line: Line, numbers: list[tuple[Number, Cell]], heads: list[Cell]
) -> MeterRow | None:
    """The row of a meter that counted nothing: two equal readings below labels of their own, and a zero with a unit."""
    zeros = [item for item in numbers if item[0].value == 0 and find_unit(item[1], item[0], [])]
    if len(zeros) != 1:
        return None
    read = [item for item in numbers if item[0].value > 0 and names_over(doc, item[1], heads) & READINGS]
    if len(read) != 2 or read[0][0].value != read[1][0].value:
        return None
    (zero, cell), (later, earlier) = zeros[0], read
    if "previous_reading" in names_over(doc, later[1], heads):
        later, earlier = earlier, later
    return MeterRow(
        previous=reading_at(earlier),
        current=reading_at(later),
        usage=Candidate(Quantity(zero.value, find_unit(cell, zero, [])), 0.95, cell, zero.start, zero.end),
        is_estimated=is_estimated(doc, line),
        line=line,
    )


def _is_prose_number(doc: AnnotatedDocument, cell: Cell) -> bool:
    """Whether a number is part of running text or of a run of words and codes, which no column of readings is."""
    return cell in doc.prose or sum(any(map(str.isalpha, word.text)) for word in cell.words) > MOST_WORDS


def _headed(doc: AnnotatedDocument, row: tuple[Cell, Cell, Cell], heads: list[Cell]) -> bool:
    """Whether a row is one of readings: by a label over or beside them, the number of a meter, or a date before each.

    A heading of usage or of the meter is not enough: tables of earlier months and of prices have it as well.
    """
    first, second, _ = row
    line = first.line
    named = [cell for cell in heads if cell not in doc.prose and not READINGS.isdisjoint(doc.label_names.get(cell, ()))]
    if any(cell.line is line or cell.under(first, 0.01) or cell.under(second, 0.01) for cell in named):
        return True
    if all(_follows_date(doc, reading) for reading in (first, second)):
        return any(cell.under(column, 0.01) for cell in _metered(doc, heads) for column in row)
    is_numbered = _begins_with_code(line) or unlabelled_meter(doc, line) is not None
    return is_numbered and bool(_metered(doc, line.cells))


def _metered(doc: AnnotatedDocument, cells: Iterable[Cell]) -> list[Cell]:
    return [cell for cell in cells if not METERED.isdisjoint(doc.label_names.get(cell, ()))]


def _follows_date(doc: AnnotatedDocument, cell: Cell) -> bool:
    return any(doc.dates[before] for before in cell.line.cells[max(0, cell.position - 1) : cell.position])


def _begins_with_code(line: Line) -> bool:
    """Whether the first cell of a line is one long code of figures, as the number of a meter is."""
    text = line.cells[0].text
    return len(text) >= LONG_CODE and text.isdigit()


def _difference(difference: Decimal, rest: list[PlacedNumber]) -> tuple[PlacedNumber, PlacedNumber | None] | None:
    """The number that is ``difference``, or ``difference`` times another number of the row."""
    factors: list[PlacedNumber | None] = [None, *(item for item in rest if item[0].value > 0 and item[0].value != 1)]
    for factor in factors:
        product = difference * (factor[0].value if factor else 1)
        for item in reversed(rest):
            if item is not factor and item[0].value == product:
                unity = next((other for other in rest if other[0].value == 1 and other is not item), None)
                return item, factor or unity
    return None


def _register(doc: AnnotatedDocument, line: Line) -> str | None:
    """The words of a row beside its numbers, such as "Off Peak": they distinguish registers of a meter."""
    for cell in line.cells:
        letters = "".join(letter for letter in cell.text if letter.isalpha() or letter == " ").strip()
        known = not NO_REGISTER.isdisjoint(doc.label_names.get(cell, ()))
        if len(letters) >= 3 and not known and not any(map(str.isdigit, cell.text)):
            return cell.text
    return None
