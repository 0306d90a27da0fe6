"""Readings that prove themselves: the difference of two, times a factor, is printed as what was used."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from billhook.extraction.annotate.document import AnnotatedDocument
from billhook.extraction.candidates.locate import values
from billhook.extraction.candidates.quantities import Quantity, headings, numbers_in
from billhook.extraction.data.language import word_set
from billhook.extraction.layout.candidate import Candidate
from billhook.extraction.layout.lines import Cell, Line
from billhook.extraction.text.numbers import Number
from billhook.extraction.text.units import CONSUMED, DEMAND, REACTIVE, PrintedUnit, unit_after, units_in

_SPAN = re.compile(r"\W*\d[\d.,]*\s?(?:-|\u2013|to|a|bis)\s?\d[\d.,]*$")
"""From so many to so many: a step of a tariff, no readings."""

METERED = frozenset({"previous_reading", "current_reading", "usage", "meter"})
MOST_NUMBERS = 14
UNCOUNTED = DEMAND | REACTIVE
"""What a register may count that is no consumption."""

MOST_WORDS = 6
"""So many words at most stand in one cell with a reading: a date, its kind, a unit."""

_Place = tuple[Number, Cell]


@dataclass(frozen=True)
class MeterRow:
    """Two readings and their difference, times a multiplier, that agree with each other."""

    previous: Candidate[Decimal]
    current: Candidate[Decimal]
    used: Candidate[Quantity]
    line: Line
    multiplier: Candidate[Decimal] | None = None
    estimated: bool = False
    register: str | None = None


def meter_rows(doc: AnnotatedDocument) -> list[MeterRow]:
    """Rows of a meter table, and readings that stand below each other; each pair of readings once."""
    rows: list[MeterRow] = []
    seen: set[tuple[Decimal, Decimal]] = set()
    for row in _the_lesser([*_in_lines(doc), *_stacked(doc), *_in_columns(doc)]):
        key = (row.previous.value, row.current.value)
        if _is_scale(row):
            continue
        twice = any(row.used.value == other.used.value and _one_contains(row, other) for other in rows)
        if key not in seen and not twice:
            seen.add(key)
            rows.append(row)
    return rows


def _the_lesser(rows: list[MeterRow]) -> list[MeterRow]:
    """Without the rows that take what was used for the previous reading and the previous reading for what was used."""
    read = {(row.current.value, row.previous.value) for row in rows if row.used.value.value < row.previous.value}
    return [
        row
        for row in rows
        if row.used.value.value <= row.previous.value or (row.current.value, row.used.value.value) not in read
    ]


def _is_scale(row: MeterRow) -> bool:
    """Whether the "readings" are the marks of a chart: 1,419 and 946, in steps of 473."""
    step = row.used.value.value
    return row.multiplier is None and step > 1 and row.previous.value > 0 and row.previous.value % step == 0


def _one_contains(row: MeterRow, other: MeterRow) -> bool:
    """Whether one of two rows counts from zero: a net register that repeats what the other one read."""
    return not row.previous.value or not other.previous.value


def _in_lines(doc: AnnotatedDocument) -> list[MeterRow]:
    rows = []
    for line in doc.layout.lines:
        numbers = [
            (number, cell)
            for cell in line.cells
            if cell.has_figures and not _SPAN.match(cell.text)
            for number in _counted(doc, cell)
        ]
        if not 3 <= len(numbers) <= MOST_NUMBERS:
            continue
        own = _alone(line.cells) or _alone(line.cells[1:])
        if own and own.unit in UNCOUNTED:
            continue
        heads = headings(doc, line)
        if not any(match.name in METERED for cell in heads for match in doc.hits_of.get(cell, ())):
            continue
        if row := _agreeing(doc, line, numbers, heads):
            rows.append(row)
    return rows


def _counted(doc: AnnotatedDocument, cell: Cell) -> list[Number]:
    """The numbers of a cell that may count something: neither money nor days."""
    days = {match.start for match in doc.hits_of.get(cell, ()) if match.name == "days"}
    return [one for one in doc.numbers(cell) if not one.currency and days.isdisjoint((one.end, one.end + 1))]


def _agreeing(
    doc: AnnotatedDocument, line: Line, numbers: list[tuple[Number, Cell]], heads: list[Cell]
) -> MeterRow | None:
    """The first pair of readings of a line whose difference, times a printed factor, stands in it too."""
    told = {cell for _, cell in numbers if _is_told(doc, cell)}
    for i, (a, first) in enumerate(numbers):
        for j in range(i + 1, len(numbers)):
            b, second = numbers[j]
            if first in told or second in told:
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
            unit = _unit(cell, used, heads, (first, second))
            return MeterRow(
                previous=_reading(low),
                current=_reading(high),
                used=Candidate(Quantity(used.value, unit), 0.95, cell, used.start, used.end),
                multiplier=factor and _reading(factor),
                estimated=_is_estimated(doc, line),
                register=_register(doc, line),
                line=line,
            )
    return None


def _is_told(doc: AnnotatedDocument, cell: Cell) -> bool:
    """Whether a number stands in running text or in a run of words and codes: no column of readings is made of such."""
    return doc.is_prose(cell) or sum(any(map(str.isalpha, word.text)) for word in cell.words) > MOST_WORDS


def _headed(doc: AnnotatedDocument, row: tuple[Cell, Cell, Cell], heads: list[Cell]) -> bool:
    """Whether a word of metering stands over one of the three columns, or in their line."""
    named = [cell for cell in heads if any(match.name in METERED for match in doc.hits_of.get(cell, ()))]
    return any(cell.line is row[0].line or any(cell.under(own, 0.01) for own in row) for cell in named)


def _difference(difference: Decimal, rest: list[_Place]) -> tuple[_Place, _Place | None] | None:
    """The number that is ``difference``, or ``difference`` times another number of the row."""
    factors: list[_Place | None] = [None, *(one for one in rest if one[0].value > 0 and one[0].value != 1)]
    for factor in factors:
        product = difference * (factor[0].value if factor else 1)
        for one in reversed(rest):
            if one is not factor and one[0].value == product:
                unity = next((other for other in rest if other[0].value == 1 and other is not one), None)
                return one, factor or unity
    return None


def _reading(place: _Place) -> Candidate[Decimal]:
    number, cell = place
    return Candidate(number.value, 0.95, cell, number.start, number.end)


def _unit(cell: Cell, number: Number, heads: list[Cell], readings: Iterable[Cell] = ()) -> str | None:
    """The unit behind a number, in the cell on its either side, or in the heading of its column; else in those of the
    readings that it is the difference of; else any above.
    """
    printed = unit_after(cell.text, number.end) or _alone(cell.line.cells[cell.position + 1 : cell.position + 2])
    if printed and printed.unit in CONSUMED:
        return printed.unit
    before = [unit for one in cell.line.cells[: cell.position][-1:] for unit in units_in(one.text)]
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


def _alone(cells: Sequence[Cell]) -> PrintedUnit | None:
    """The unit that the first of ``cells`` is, if it is nothing else."""
    unit = unit_after(cells[0].text, 0) if cells else None
    return unit if unit and unit.end == len(cells[0].text) else None


def _is_estimated(doc: AnnotatedDocument, line: Line) -> bool:
    named = any(match.name == "estimated" for cell in line.cells for match in doc.hits_of.get(cell, ()))
    return named or any(part in word_set("estimated") for cell in line.cells for part, _ in cell.tokens)


def _register(doc: AnnotatedDocument, line: Line) -> str | None:
    """The words of a row beside its numbers, such as "Off Peak": what tells registers of a meter apart."""
    for cell in line.cells:
        letters = "".join(letter for letter in cell.text if letter.isalpha() or letter == " ").strip()
        known = any(match.name in METERED or match.name == "estimated" for match in doc.hits_of.get(cell, ()))
        if len(letters) >= 3 and not known and not any(map(str.isdigit, cell.text)):
            return cell.text
    return None


def _stacked(doc: AnnotatedDocument) -> list[MeterRow]:
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
                estimated = _is_estimated(doc, low.cell.line) or _is_estimated(doc, high.cell.line)
                rows.append(MeterRow(low, high, used, low.cell.line, estimated=estimated))
    return rows


def _in_columns(doc: AnnotatedDocument) -> list[MeterRow]:
    """Two readings below each other without labels of their own, as in "Apr 1  reading  1200"."""
    rows = []
    lines = doc.layout.lines
    for line in lines:
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
    """The number of a cell that holds no words and no money and is no mark of a chart."""
    numbers = doc.numbers(cell)
    if cell in doc.axes or len(numbers) != 1 or numbers[0].currency or numbers[0].places or len(cell.words) > 2:
        return None
    return numbers[0] if not any(map(str.isalpha, cell.text)) else None


def _column_row(doc: AnnotatedDocument, low: _Place, high: _Place) -> MeterRow | None:
    lines = (low[1].line, high[1].line)
    dated = all(any(doc.dates(cell) for cell in line.cells) for line in lines)
    if not dated:
        return None
    earlier, later = _reading(low), _reading(high)
    used = _printed_nearby(doc, later.value - earlier.value, earlier, later)
    if used is None:
        return None
    estimated = any(_is_estimated(doc, line) for line in lines)
    return MeterRow(earlier, later, used.scored(0.8), lines[0], estimated=estimated)


def _labelled_readings(doc: AnnotatedDocument, name: str) -> list[Candidate[Decimal]]:
    return [
        one
        for match in doc.hits.get(name, ())
        for one in values(doc, match, numbers_in, most=1)
        if one.score >= 0.4 and one.value >= 1
    ]


def _printed_nearby(
    doc: AnnotatedDocument, difference: Decimal, low: Candidate[Decimal], high: Candidate[Decimal]
) -> Candidate[Quantity] | None:
    first = min(low.cell.line.number, high.cell.line.number)
    for line in doc.layout.lines[max(0, first - 3) : first + 9]:
        for cell in line.cells if line.page == low.cell.page else ():
            if any(match.name == "nothing_usage" for match in doc.hits_of.get(cell, ())):
                continue
            for number in doc.numbers(cell):
                own = cell in (low.cell, high.cell) and number.value in (low.value, high.value)
                if number.value == difference and not number.currency and not own:
                    unit = _unit(cell, number, [*line.cells, low.cell, high.cell])
                    return Candidate(Quantity(number.value, unit), 0.9, cell, number.start, number.end)
    return None
