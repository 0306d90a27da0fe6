"""Bill date, due date and service period."""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from billhook.extraction.annotate.document import AnnotatedDocument
from billhook.extraction.annotate.labels import LabelMatch
from billhook.extraction.candidates.candidate_set import CandidateSet, MeterRow, Period
from billhook.extraction.candidates.locate import find_values
from billhook.extraction.data.language import languages
from billhook.extraction.layout.candidate import Candidate, merge_candidates
from billhook.extraction.layout.lines import Cell
from billhook.extraction.text.dates import PrintedDate, nearest_day, plausible_period

NUMBERED, OF_INVOICE, A_WORD, ALIGNED = 0.9, 0.8, 7, 0.02
"""What a label of the invoice's number must weigh; what a date beside it scores; how it stands below it."""

IN_READING_LINE = 0.95
"""The score of a period between the dates of two readings."""

NAMED = ("bill_date", "due_date", "start_date", "end_date")
IN_A_LETTER, HEAD = 0.7, 0.45
"""What the date of a letter counts for, and how far down its page it may stand."""

_TOWN = re.compile(r"[^\W\d_][^\W\d]*(?:[\x20./'-]+[^\W\d]+){0,3},\s*(?:[^\W\d]{1,3}\s)?\s*$")


@dataclass(frozen=True)
class Calendar:
    """The dates that a document may mean, best first."""

    named: dict[str, list[Candidate[date]]]
    periods: list[Candidate[Period]]
    anchor: date | None


def propose_dates(doc: AnnotatedDocument) -> CandidateSet:
    """The dates that labels name, the periods of service, and the date that others are near to."""
    found = calendar(doc)
    named = {name: tuple(candidates) for name, candidates in found.named.items()}
    return CandidateSet(dates=named, periods=tuple(found.periods), anchor=found.anchor)


def calendar(doc: AnnotatedDocument) -> Calendar:
    anchor = find_anchor(doc)
    claimed = {name: _named(doc, name, anchor) for name in NAMED}
    claimed["bill_date"] += _of_invoice(doc)
    named = {name: merge_candidates(claims) for name, claims in claimed.items()}
    named["bill_date"] = merge_candidates([*named["bill_date"], *_as_in_letters(doc)])
    periods = _ranges(doc, anchor) + _from_to(doc, anchor)
    return Calendar(named, merge_candidates(periods), anchor)


def find_anchor(doc: AnnotatedDocument) -> date | None:
    """A date with a year that the others are near to: the bill's own, else the latest common one."""
    for name in ("bill_date", "due_date"):
        claims = [
            one
            for match in doc.labels.get(name, ())
            for one in find_values(doc, match, doc.full_date_spans, most=1)
            if one.value.on() and one.score > 0.3
        ]
        if claims:
            return max(claims, key=lambda one: one.score).value.on()
    everything = [day for cell in doc.layout.cells for one in doc.dates[cell] if (day := one.on())]
    return sorted(everything)[len(everything) // 2] if everything else None


def _named(doc: AnnotatedDocument, name: str, anchor: date | None) -> list[Candidate[date]]:
    claims = []
    spoilt = _promised(doc)
    for match in doc.labels.get(name, ()):
        spans = doc.date_spans if name in ("start_date", "end_date") else doc.full_date_spans
        for one in find_values(doc, match, spans, most=2):
            day = nearest_day(one.value, anchor)
            if day is None:
                continue
            score = one.score * (0.3 if (one.cell, one.start) in spoilt else 1.0)
            score *= 1.0 if one.value.year else 0.9
            claims.append(Candidate(day, score, one.cell, one.start, one.end))
    return claims


def _as_in_letters(doc: AnnotatedDocument) -> list[Candidate[date]]:
    """A date behind the name of a town, as letters begin: ``Hinterwil, 15.04.2026``, ``Nantes, le 14 mars 2026``."""
    if not languages()[doc.locale.language].has_letter_dates or not doc.layout.lines:
        return []
    first = doc.layout.lines[0].page
    return [
        Candidate(day, IN_A_LETTER, cell, one.start, one.end)
        for cell in doc.layout.cells
        if cell.page == first and cell.y0 < HEAD and cell not in doc.cell_labels
        for one in doc.dates[cell][:1]
        if (day := one.on()) and one.end == len(cell.text) and _TOWN.match(cell.text[: one.start])
    ]


def _of_invoice(doc: AnnotatedDocument) -> list[Candidate[date]]:
    """The dates behind or right below the number of the invoice: "Invoice 4711 *of 1 December 2025*"."""
    claims = []
    for match in doc.labels.get("invoice_id", ()):
        if match.weight < NUMBERED or not any(map(str.isdigit, match.cell.text[match.end :])):
            continue
        below = doc.layout.lines[match.cell.line.number + 1 : match.cell.line.number + 2]
        near = [
            cell for line in below for cell in line.cells if cell.page == match.cell.page and _is_set_below(cell, match)
        ]
        for cell, start in [(match.cell, match.end), *((cell, 0) for cell in near)]:
            for one in doc.dates[cell]:
                between = re.split(r"\d", cell.text[start : one.start])[-1]
                day = one.on()
                if day and one.start >= start and len(between) <= A_WORD and not _is_claimed(doc, cell):
                    claims.append(Candidate(day, OF_INVOICE, cell, one.start, one.end))
    return claims


def _is_claimed(doc: AnnotatedDocument, cell: Cell) -> bool:
    """Whether a cell names a date of another kind, or a period."""
    named = any(
        match.name in ("due_date", "nothing_date") and match.weight > 0.5 for match in doc.cell_labels.get(cell, ())
    )
    return named or len(doc.dates[cell]) > 1


def _is_set_below(cell: Cell, match: LabelMatch) -> bool:
    return abs(cell.x0 - match.cell.x0) < ALIGNED or abs(cell.x1 - match.cell.x1) < ALIGNED


def _promised(doc: AnnotatedDocument) -> set[tuple[Cell, int]]:
    """Dates that a label gives to something else: the next reading, a payment received, a contract's end."""
    return {
        (one.cell, one.start)
        for match in doc.labels.get("nothing_date", ())
        for one in find_values(doc, match, doc.date_spans, most=1)
        if one.score > 0.5
    }


def _ranges(doc: AnnotatedDocument, anchor: date | None) -> list[Candidate[Period]]:
    """Two dates that follow each other in a line, with next to nothing between them."""
    claims = []
    near = _near_labels(doc, "period")
    for cell in doc.layout.cells:
        printed = doc.dates[cell]
        for first, second in pairwise(printed):
            if second.start - first.end > 12:
                continue
            period = ordered(first, second, anchor, joined=bool(cell.text[first.end : second.start].strip()))
            if period:
                claims.append(Candidate(period, _range_score(doc, cell, near, first), cell, first.start, second.end))
    for line in doc.layout.lines:
        for left, right in pairwise(line.cells):
            ends, starts = doc.dates[left], doc.dates[right]
            if len(ends) == 1 and len(starts) == 1 and ends[0].end == len(left.text) and starts[0].start < 4:
                period = ordered(ends[0], starts[0], anchor)
                if period:
                    score = 0.85 * _range_score(doc, left, near, ends[0])
                    claims.append(Candidate(period, score, left, ends[0].start, ends[0].end))
    return claims


def _range_score(doc: AnnotatedDocument, cell: Cell, near: dict[Cell, float], first: PrintedDate) -> float:
    score = 0.45 + 0.5 * near.get(cell, 0.0)
    if any(match.name == "nothing_date" for match in doc.cell_labels.get(cell, ())):
        score *= 0.5
    if first.short:
        score *= 0.6
    if not first.year and near.get(cell, 0.0) < 0.6:
        score *= 0.5
    return score * (0.6 if cell in doc.prose else 1.0)


def _near_labels(doc: AnnotatedDocument, name: str) -> dict[Cell, float]:
    """How strongly each cell is announced by a label: in it, to its left, or above it."""
    near: dict[Cell, float] = {}
    for match in doc.labels.get(name, ()):
        for one in find_values(doc, match, doc.date_spans, most=2):
            near[one.cell] = max(near.get(one.cell, 0.0), one.score)
    return near


def ordered(first: PrintedDate, second: PrintedDate, anchor: date | None, *, joined: bool = False) -> Period | None:
    """The period that two dates span. In the wrong order they are columns (current, previous), unless a dash
    or a word joins them: then it is what the bill says, and a check will say that it cannot be.
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
                score = (0.9 * min(starts[0].score, ends[0].score) + 0.1) * (0.5 if first.cell in doc.prose else 1.0)
                claims.append(Candidate(period, score, starts[0].cell, starts[0].start, starts[0].end))
    return claims


def _paired(first: LabelMatch, second: LabelMatch) -> bool:
    """Whether two labels stand side by side or one right below the other."""
    if first.cell.page != second.cell.page:
        return False
    lines_apart = second.cell.line.number - first.cell.line.number
    if lines_apart == 0:
        return second.box.x0 > first.box.x0
    return 1 <= abs(lines_apart) <= 2 and abs(first.box.x0 - second.box.x0) < 0.05


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
    return Candidate(period, IN_READING_LINE, cell, printed.start, printed.end) if period else None


def _up_to(reading: Cell) -> Sequence[Cell]:
    """The cells of a line that may date the reading in it: what stands further right dates something else."""
    return reading.line.cells[max(0, reading.position - 2) : reading.position + 1]
