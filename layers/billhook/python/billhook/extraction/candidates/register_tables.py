"""Registers of a meter side by side: a column for each register, and a line for each reading and what was used."""

from decimal import Decimal
from typing import NamedTuple

from billhook.extraction.annotate.document import AnnotatedDocument
from billhook.extraction.candidates.candidate_set import MeterRow
from billhook.extraction.candidates.locate import READ, PlacedNumber, headings, reading_at
from billhook.extraction.data.language import word_set
from billhook.extraction.layout.candidate import Candidate
from billhook.extraction.layout.lines import Cell, Line
from billhook.extraction.text.normalize import normalized
from billhook.extraction.text.units import DEMAND, REACTIVE, Quantity, units_in

UNCOUNTED = DEMAND | REACTIVE
"""What a register may count that is no consumption."""

FEWEST = 2
"""So many columns of figures at least make a table of registers."""

REACH = 4
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
    around = doc.layout.lines[max(0, after - REACH) : after + REACH + 1]
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
