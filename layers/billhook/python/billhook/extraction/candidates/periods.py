"""Periods of service: two dates in a line, in columns of a start and an end, below each other, or beside readings."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta
from functools import partial
from itertools import pairwise

from billhook.extraction.annotate.document import AnnotatedDocument
from billhook.extraction.annotate.labels import LabelMatch
from billhook.extraction.candidates.candidate_set import CandidateSet, MeterRow, Period
from billhook.extraction.candidates.history import month_cells
from billhook.extraction.candidates.locate import find_anchor, find_values
from billhook.extraction.layout.candidate import Candidate, merge_candidates
from billhook.extraction.layout.lines import Cell
from billhook.extraction.text.dates import PrintedDate, nearest_day, plausible_period

STACKED = 0.7
"""The score of two dates below a label of the period."""

IN_READING_LINE = 0.95
"""The score of a period between the dates of two readings."""

DATED = frozenset({"bill_date", "due_date", "nothing_date", "start_date", "end_date", "period"})

SPANNED = frozenset({"start_date", "end_date", "period"})

HEADING_REACH, SURE_HEADING = 4, 0.6
"""How many lines above a date its heading may stand, and what the heading's label must weigh."""

COMPARED = frozenset({"nothing_usage", "nothing_money"})
"""Labels of figures of a year, an average, or another contract."""

OF_ANOTHER_SPAN = 0.3
"""The weight of a range that such a figure is for."""

LONG_AGO, EARLIER = timedelta(days=75), 0.5
"""By so much before the bill's own date a range ends that is of an earlier bill, and its factor."""

COUNTED = 0.8
"""The score of a range beside its own number of days."""

PlacedDate = tuple[Cell, PrintedDate]


def propose_periods(doc: AnnotatedDocument) -> CandidateSet:
    """The periods of service, best first."""
    return CandidateSet(periods=tuple(merge_candidates(printed_periods(doc, find_anchor(doc)))))


def printed_periods(doc: AnnotatedDocument, anchor: date | None) -> list[Candidate[Period]]:
    """Every pair of dates that may be a period of service."""
    return _ranges(doc, anchor) + _from_to(doc, anchor) + _stacked(doc, anchor)


def _ranges(doc: AnnotatedDocument, anchor: date | None) -> list[Candidate[Period]]:
    """Two dates that follow each other in a line, with next to nothing between them."""
    claims = []
    near = _near_labels(doc, "period")
    months = month_cells(doc)
    for cell in doc.layout.cells:
        printed = doc.dates[cell]
        for first, second in pairwise(printed):
            if second.start - first.end > 12:
                continue
            period = ordered(first, second, anchor, joined=bool(cell.text[first.end : second.start].strip()))
            if period:
                score = _range_score(doc, cell, near, first) * _recency(period, anchor)
                score = max(score, COUNTED) if _states_days(doc, cell, period) else score
                claims.append(Candidate(period, score, cell, first.start, second.end))
    for line in doc.layout.lines:
        for left, right in pairwise(line.cells):
            ends, starts = doc.dates[left], doc.dates[right]
            if left in months or right in months:
                continue
            if len(ends) == 1 and len(starts) == 1 and _is_range(doc, (left, ends[0]), (right, starts[0])):
                period = ordered(ends[0], starts[0], anchor)
                if period:
                    score = 0.85 * _range_score(doc, left, near, ends[0]) * _recency(period, anchor)
                    claims.append(Candidate(period, score, left, ends[0].start, ends[0].end))
    return claims


def _recency(period: Period, anchor: date | None) -> float:
    """The factor of a period: less for one that ended long before the bill, as that of a correction does."""
    return EARLIER if anchor and anchor - period[1] > LONG_AGO else 1.0


def _states_days(doc: AnnotatedDocument, cell: Cell, period: Period) -> bool:
    """Whether a cell has the number of days of its range beside a label of days: "for 30 days from ... to ..."."""
    days = (period[1] - period[0]).days
    labels = [label for label in doc.cell_labels.get(cell, ()) if label.name == "days"]
    counted = [number for number in doc.numbers[cell] if number.value in (days, days + 1)]
    return any(0 <= label.start - number.end <= 1 for label in labels for number in counted)


def _is_range(doc: AnnotatedDocument, first: PlacedDate, second: PlacedDate) -> bool:
    """Whether two dates in neighbouring cells are a range: nothing between them, or a label of an end date.

    Dates of a table are none if a heading gives one of them to something else, such as the next reading.
    """
    (left, start), (right, end) = first, second
    if start.end != len(left.text):
        return False
    is_labelled = any(
        label.name == "end_date" and label.end <= end.start <= label.end + 3 for label in doc.cell_labels.get(right, ())
    )
    return is_labelled or (end.start < 4 and not any(map(partial(_belongs_elsewhere, doc), (left, right))))


def _belongs_elsewhere(doc: AnnotatedDocument, cell: Cell) -> bool:
    """Whether the nearest heading above ``cell`` that names a date names no start and no end."""
    for line in reversed(doc.layout.lines[max(0, cell.line.number - HEADING_REACH) : cell.line.number]):
        over = [other for other in line.cells if line.page == cell.page and other.under(cell)]
        names = {
            label.name for other in over for label in doc.cell_labels.get(other, ()) if label.weight > SURE_HEADING
        }
        if names & DATED:
            return not names & SPANNED
    return False


def _range_score(doc: AnnotatedDocument, cell: Cell, near: dict[Cell, float], first: PrintedDate) -> float:
    score = 0.45 + 0.5 * near.get(cell, 0.0)
    if doc.announces((cell,), "nothing_date"):
        score *= 0.5
    if _is_of_another_span(doc, cell):
        score *= OF_ANOTHER_SPAN
    if first.short:
        score *= 0.6
    if not first.year and near.get(cell, 0.0) < 0.6:
        score *= 0.5
    return score * (0.6 if cell in doc.prose else 1.0)


def _is_of_another_span(doc: AnnotatedDocument, cell: Cell) -> bool:
    """Whether the label of a cell, or of the one right above it, is of an annual or average figure."""
    if any(label.name == "period" and label.weight > SURE_HEADING for label in doc.cell_labels.get(cell, ())):
        return any(label.name in COMPARED and label.start == 0 for label in doc.cell_labels[cell])
    above = doc.layout.lines[max(0, cell.line.number - 1) : cell.line.number]
    over = [other for line in above if line.page == cell.page for other in line.cells if other.under(cell)]
    names = [label.name for label in doc.cell_labels.get(cell, ())]
    heading = [label.name for other in over if not doc.dates[other] for label in doc.cell_labels.get(other, ())]
    return bool(COMPARED.intersection(names)) or bool(COMPARED.intersection(heading) and "usage" not in heading)


def _near_labels(doc: AnnotatedDocument, name: str) -> dict[Cell, float]:
    """How strongly each cell is announced by a label: in it, to its left, or above it."""
    near: dict[Cell, float] = {}
    for match in doc.labels.get(name, ()):
        for candidate in find_values(doc, match, doc.date_spans, most=2):
            near[candidate.cell] = max(near.get(candidate.cell, 0.0), candidate.score)
    return near


def ordered(first: PrintedDate, second: PrintedDate, anchor: date | None, *, joined: bool = False) -> Period | None:
    """The period that two dates span. In the wrong order they are columns (current, previous), unless a dash
    or a word joins them: then it is the printed period, and a check reports that it is impossible.
    """
    end = nearest_day(second, anchor)
    if end is None:
        return None
    start = nearest_day(first, end - timedelta(days=30))
    if start and not first.year and not second.year and start > end and not joined:
        start, end = end, start
    if start and plausible_period(start, end):
        return (start, end)
    if start and first.year and second.year and end < start <= end + timedelta(days=400):
        return (start, end) if joined else (end, start)
    return None


def _from_to(doc: AnnotatedDocument, anchor: date | None) -> list[Candidate[Period]]:
    """A start and an end, each with a label of its own: columns From and To, or lines."""
    claims = []
    ends_by_line: dict[int, list[LabelMatch]] = defaultdict(list)
    for match in doc.labels.get("end_date", ()):
        ends_by_line[match.cell.line.number].append(match)
    for first in doc.labels.get("start_date", ()):
        number = first.cell.line.number
        near = [match for line in range(number - 2, number + 3) for match in ends_by_line.get(line, ())]
        for second in (match for match in near if _paired(first, match)):
            starts = find_values(doc, first, doc.date_spans, most=1)
            ends = find_values(doc, second, doc.date_spans, most=1)
            if not starts or not ends or (starts[0].cell, starts[0].start) == (ends[0].cell, ends[0].start):
                continue
            period = ordered(starts[0].value, ends[0].value, anchor)
            if period:
                score = 0.9 * min(starts[0].score, ends[0].score) + 0.1
                score *= 0.5 if first.cell in doc.prose else 1.0
                score *= OF_ANOTHER_SPAN if _is_of_another_span(doc, first.cell) else 1.0
                claims.append(Candidate(period, score, starts[0].cell, starts[0].start, starts[0].end))
    return claims


def _stacked(doc: AnnotatedDocument, anchor: date | None) -> list[Candidate[Period]]:
    """Two dates below each other, and nothing else, in the column of a label of the period."""
    claims = []
    for match in doc.labels.get("period", ()):
        below = doc.layout.lines[match.cell.line.number + 1 : match.cell.line.number + 5]
        column = [
            cell for line in below if line.page == match.cell.page for cell in line.cells if cell.under(match.cell)
        ]
        printed = [(cell, day) for cell in column[:2] for day in doc.dates[cell] if len(day_text(cell, day)) == 0]
        if match.weight > SURE_HEADING and len(printed) == 2 and len(column) > 1:
            (cell, first), (_, second) = printed
            if period := ordered(first, second, anchor):
                claims.append(Candidate(period, STACKED, cell, first.start, first.end))
    return claims


def day_text(cell: Cell, printed: PrintedDate) -> str:
    """The text of a cell besides a date."""
    return (cell.text[: printed.start] + cell.text[printed.end :]).strip()


def _paired(first: LabelMatch, second: LabelMatch) -> bool:
    """Whether two labels stand side by side or one right below the other."""
    if first.cell.page != second.cell.page:
        return False
    lines_apart = second.cell.line.number - first.cell.line.number
    if lines_apart == 0:
        return second.box.x0 > first.box.x0 or (_is_spelled_out(first) and _is_spelled_out(second))
    return 1 <= abs(lines_apart) <= 2 and abs(first.box.x0 - second.box.x0) < 0.05


def _is_spelled_out(label: LabelMatch) -> bool:
    """Whether a label of several words needs no order: "Present reading date" may precede "Previous reading date"."""
    return label.end_token - label.first_token > 1 and label.weight > SURE_HEADING


def reading_period(doc: AnnotatedDocument, row: MeterRow, anchor: date | None) -> Candidate[Period] | None:
    """The period from the date in the line of one reading to that of the other; both may be in one line."""
    first, last = row.previous.cell, row.current.cell
    if first.line is last.line:
        dated = [(printed, cell) for cell in row.line.cells for printed in doc.dates[cell] if printed.on()]
        return _period(dated[0], dated[1][0], anchor) if len(dated) == 2 else None
    starts = [(printed, cell) for cell in _up_to(first) for printed in doc.dates[cell]]
    ends = [(printed, cell) for cell in _up_to(last) for printed in doc.dates[cell]]
    pairs = [(start, end) for start in starts for end in ends]
    start, end = next((pair for pair in pairs if pair[0][1].under(pair[1][1])), pairs[0]) if pairs else (None, None)
    return _period(start, end[0], anchor) if start and end else None


def _period(start: tuple[PrintedDate, Cell], end: PrintedDate, anchor: date | None) -> Candidate[Period] | None:
    printed, cell = start
    period = ordered(printed, end, anchor)
    return Candidate(period, IN_READING_LINE, cell, printed.start, printed.end) if period else None


def _up_to(reading: Cell) -> Sequence[Cell]:
    """The cells of a line that may date its reading; cells further right date something else."""
    return reading.line.cells[max(0, reading.position - 2) : reading.position + 1]
