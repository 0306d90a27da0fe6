"""Periods between two readings that are dated: the dates stand in the lines of the readings."""

from collections.abc import Iterable
from datetime import date

from billhook.extraction.annotate.document import AnnotatedDocument
from billhook.extraction.candidates.dates import Period, ordered
from billhook.extraction.candidates.meters import MeterRow
from billhook.extraction.layout.candidate import Candidate
from billhook.extraction.layout.lines import Cell

DATED = 0.95


def reading_periods(doc: AnnotatedDocument, rows: Iterable[MeterRow], anchor: date | None) -> list[Candidate[Period]]:
    """The periods of ``rows``: each date stands in the line of its reading, or both do in the line of both."""
    claims = []
    for row in rows:
        first, last = row.previous.cell, row.current.cell
        if first.line is last.line:
            claims += _between(doc, row, anchor)
            continue
        starts = [(one, cell) for cell in _up_to(first) for one in doc.dates(cell)]
        ends = [one for cell in _up_to(last) for one in doc.dates(cell)]
        if starts and ends and (period := ordered(starts[0][0], ends[0], anchor)):
            printed, cell = starts[0]
            claims.append(Candidate(period, DATED, cell, printed.start, printed.end))
    return claims


def _between(doc: AnnotatedDocument, row: MeterRow, anchor: date | None) -> list[Candidate[Period]]:
    """The two dates in the line of two readings, whichever comes first."""
    dated = [(one, cell) for cell in row.line.cells for one in doc.dates(cell) if one.on()]
    if len(dated) != 2 or not (period := ordered(dated[0][0], dated[1][0], anchor)):
        return []
    printed, cell = dated[0]
    return [Candidate(period, DATED, cell, printed.start, printed.end)]


def _up_to(reading: Cell) -> list[Cell]:
    """The cells of a line that may date the reading in it: what stands further right dates something else."""
    return reading.line.cells[max(0, reading.position - 2) : reading.position + 1]
