"""Periods between two readings that are dated: the dates stand in the lines of the readings."""

from collections.abc import Iterable, Sequence
from datetime import date

from billhook.extraction.annotate.document import AnnotatedDocument
from billhook.extraction.candidates.candidate_set import MeterRow, Period
from billhook.extraction.candidates.dates import ordered
from billhook.extraction.layout.candidate import Candidate
from billhook.extraction.layout.lines import Cell
from billhook.extraction.text.dates import PrintedDate

DATED = 0.95


def reading_periods(doc: AnnotatedDocument, rows: Iterable[MeterRow], anchor: date | None) -> list[Candidate[Period]]:
    """The periods of ``rows``: each date stands in the line of its reading, or both do in the line of both."""
    return [period for row in rows if (period := reading_period(doc, row, anchor))]


def reading_period(doc: AnnotatedDocument, row: MeterRow, anchor: date | None) -> Candidate[Period] | None:
    """The period from the date in the line of one reading to that of the other; both may be in one line."""
    first, last = row.previous.cell, row.current.cell
    if first.line is last.line:
        dated = [(printed, cell) for cell in row.line.cells for printed in doc.dates[cell] if printed.on()]
        return _period(dated[0], dated[1][0], anchor) if len(dated) == 2 else None
    starts = [(printed, cell) for cell in _up_to(first) for printed in doc.dates[cell]]
    ends = [printed for cell in _up_to(last) for printed in doc.dates[cell]]
    return _period(starts[0], ends[0], anchor) if starts and ends else None


def _period(start: tuple[PrintedDate, Cell], end: PrintedDate, anchor: date | None) -> Candidate[Period] | None:
    printed, cell = start
    period = ordered(printed, end, anchor)
    return Candidate(period, DATED, cell, printed.start, printed.end) if period else None


def _up_to(reading: Cell) -> Sequence[Cell]:
    """The cells of a line that may date the reading in it: what stands further right dates something else."""
    return reading.line.cells[max(0, reading.position - 2) : reading.position + 1]
