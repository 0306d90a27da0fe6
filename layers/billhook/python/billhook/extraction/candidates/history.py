"""What was used in months before: a printed list or table of months, proven by the month that this bill is about.

Bare month names have neither year nor unit, and their rows also list days, degrees and amounts. So the column
is used that has this bill's usage in its own month; the other months follow by position.
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from billhook.extraction.annotate.document import AnnotatedDocument
from billhook.extraction.annotate.entities import PrintedMonth
from billhook.extraction.candidates.candidate_set import CandidateSet, MonthSeries
from billhook.extraction.layout.candidate import Candidate
from billhook.extraction.layout.lines import Cell
from billhook.extraction.text.numbers import Number

FEWEST = 4
"""So many months below or beside each other are a history."""

REACH = 3
"""How many lines a month may stand below the one before, and the values below a row of months."""

ALIGNED = 0.02
"""How far the edges of the cells of one column are apart at most, as a share of the width of the page."""

PROVEN = 0.9
YEAR = 12
_DIRECTIONS = (1, -1)


class _Label(NamedTuple):
    """A cell that contains only a month, with or without its year."""

    cell: Cell
    month: int
    year: int | None


def propose_month_series(doc: AnnotatedDocument) -> CandidateSet:
    """The lists of months with the figures beside or below them."""
    lines = _months(doc)
    series = (
        MonthSeries(
            tuple(PrintedMonth(label.month, label.year) for label in labels),
            tuple(tuple(column) for column in _columns(doc, labels)),
        )
        for labels in (*_downwards(lines), *_sideways(lines))
    )
    return CandidateSet(month_series=tuple(series))


def month_cells(doc: AnnotatedDocument) -> frozenset[Cell]:
    """The cells of the months of lists: "JAN26" there is a month of a year, and no 26 January."""
    lines = _months(doc)
    return frozenset(label.cell for labels in (*_downwards(lines), *_sideways(lines)) for label in labels)


def _months(doc: AnnotatedDocument) -> list[list[_Label]]:
    """The month cells of each line that has any."""
    by_line: dict[int, list[_Label]] = {}
    for cell, (month, year) in doc.months.items():
        by_line.setdefault(cell.line.number, []).append(_Label(cell, month, year))
    return list(by_line.values())


def _downwards(lines: list[list[_Label]]) -> Iterator[list[_Label]]:
    """Months below each other."""
    runs: list[list[_Label]] = []
    for labels in lines:
        for label in labels:
            above = next((run for run in runs if _goes_on(run, label) and _is_below(run[-1].cell, label.cell)), None)
            if above is None:
                runs.append([label])
            else:
                above.append(label)
    yield from (run for run in runs if len(run) >= FEWEST)


def _is_below(upper: Cell, lower: Cell) -> bool:
    near = 0 < lower.line.number - upper.line.number <= REACH and upper.page == lower.page
    return near and (abs(upper.x0 - lower.x0) < ALIGNED or abs(upper.x1 - lower.x1) < ALIGNED)


def _sideways(lines: list[list[_Label]]) -> Iterator[list[_Label]]:
    """Months beside each other."""
    for labels in lines:
        runs: list[list[_Label]] = []
        for label in labels:
            if runs and _goes_on(runs[-1], label):
                runs[-1].append(label)
            else:
                runs.append([label])
        yield from (run for run in runs if len(run) >= FEWEST)


def _goes_on(run: list[_Label], label: _Label) -> bool:
    steps = _DIRECTIONS if len(run) == 1 else (_step(run),)
    return (label.month - run[-1].month) % YEAR in {step % YEAR for step in steps}


def _step(run: list[_Label]) -> int:
    """1 where months are printed oldest first, -1 where newest first."""
    return 1 if (run[1].month - run[0].month) % YEAR == 1 else -1


def _columns(doc: AnnotatedDocument, labels: list[_Label]) -> Iterator[list[Candidate[Decimal] | None]]:
    """The cells beside each month (below it, for months in one line), column by column."""
    first, second = labels[0].cell, labels[1].cell
    if first.line is not second.line:
        rows = [_beside(doc, label.cell) for label in labels]
        for head in max(rows, key=len):
            yield [_number(doc, row, head) for row in rows]
        return
    for line in doc.layout.lines[first.line.number + 1 : first.line.number + 1 + REACH]:
        if line.page == first.page:
            yield [_number(doc, line.cells, label.cell) for label in labels]


def _beside(doc: AnnotatedDocument, label: Cell) -> list[Cell]:
    """The cells to the right of ``label``: in its line, or in one at nearly the same height."""
    number = label.line.number
    around = [doc.layout.lines[at] for at in (number, number - 1, number + 1) if 0 <= at < len(doc.layout.lines)]
    rows = ([cell for cell in line.cells if cell.x0 >= label.x1 and _is_level(cell, label)] for line in around)
    return next((row for row in rows if row), [])


def _is_level(cell: Cell, label: Cell) -> bool:
    return cell.page == label.page and abs(cell.y0 + cell.y1 - label.y0 - label.y1) < cell.height + label.height


def _number(doc: AnnotatedDocument, cells: Sequence[Cell], head: Cell) -> Candidate[Decimal] | None:
    """The only number in the only cell of ``cells`` that is in the column of ``head``."""
    below = [cell for cell in cells if cell.under(head)]
    counted = doc.numbers[below[0]] if len(below) == 1 else []
    return _finding(below[0], counted[0]) if len(counted) == 1 and not counted[0].currency else None


def _finding(cell: Cell, number: Number) -> Candidate[Decimal]:
    return Candidate(number.value, PROVEN, cell, number.start, number.end)
