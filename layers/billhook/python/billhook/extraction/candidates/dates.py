"""Bill date and due date."""

import re
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date

from billhook.extraction.annotate.document import AnnotatedDocument
from billhook.extraction.annotate.labels import LabelMatch
from billhook.extraction.candidates.candidate_set import CandidateSet
from billhook.extraction.candidates.locate import find_anchor, find_values
from billhook.extraction.data.language import languages
from billhook.extraction.layout.candidate import Candidate, merge_candidates
from billhook.extraction.layout.lines import Cell
from billhook.extraction.text.dates import nearest_day

NUMBERED, OF_INVOICE, A_WORD, ALIGNED = 0.9, 0.8, 7, 0.02
"""Least weight of an invoice number's label; score of a date beside it; vertical reach of one below it."""


NAMED = ("bill_date", "due_date", "start_date", "end_date")
IN_A_LETTER, HEAD = 0.7, 0.45
"""What the date of a letter counts for, and how far down its page it may stand."""


_TOWN = re.compile(r"[^\W\d_][^\W\d]*(?:[\x20./'-]+[^\W\d]+){0,3},\s*(?:[^\W\d]{1,3}\s)?\s*$")


@dataclass(frozen=True)
class Calendar:
    """The dates that a document may mean, best first."""

    named: dict[str, list[Candidate[date]]]
    anchor: date | None


def propose_dates(doc: AnnotatedDocument) -> CandidateSet:
    """The dates that labels name, and the date that others are near to."""
    found = calendar(doc)
    named = {name: tuple(candidates) for name, candidates in found.named.items()}
    return CandidateSet(dates=named, anchor=found.anchor)


def calendar(doc: AnnotatedDocument) -> Calendar:
    anchor = find_anchor(doc)
    spoilt = _promised(doc)
    claimed = {name: _named(doc, name, anchor, spoilt) for name in NAMED}
    claimed["bill_date"] += _of_invoice(doc)
    named = {name: merge_candidates(claims) for name, claims in claimed.items()}
    named["bill_date"] = merge_candidates([*named["bill_date"], *_as_in_letters(doc)])
    return Calendar(named, anchor)


def _named(
    doc: AnnotatedDocument, name: str, anchor: date | None, spoilt: AbstractSet[tuple[Cell, int]]
) -> list[Candidate[date]]:
    claims = []
    for match in doc.labels.get(name, ()):
        spans = doc.date_spans if name in ("start_date", "end_date") else doc.full_date_spans
        for candidate in find_values(doc, match, spans, most=2):
            day = nearest_day(candidate.value, anchor)
            if day is None:
                continue
            score = candidate.score * (0.3 if (candidate.cell, candidate.start) in spoilt else 1.0)
            score *= 1.0 if candidate.value.year else 0.9
            claims.append(Candidate(day, score, candidate.cell, candidate.start, candidate.end))
    return claims


def _as_in_letters(doc: AnnotatedDocument) -> list[Candidate[date]]:
    """A date after the name of a town: ``Hinterwil, 15.04.2026``, ``Nantes, le 14 mars 2026``."""
    if not languages()[doc.locale.language].has_letter_dates or not doc.layout.lines:
        return []
    first = doc.layout.lines[0].page
    return [
        Candidate(day, IN_A_LETTER, cell, printed.start, printed.end)
        for cell in doc.layout.cells
        if cell.page == first and cell.y0 < HEAD and cell not in doc.cell_labels
        for printed in doc.dates[cell][:1]
        if (day := printed.on()) and printed.end == len(cell.text) and _TOWN.match(cell.text[: printed.start])
    ]


def _of_invoice(doc: AnnotatedDocument) -> list[Candidate[date]]:
    """The dates after or right below the invoice number: "Invoice 4711 *of 1 December 2025*"."""
    claims = []
    for match in doc.labels.get("invoice_id", ()):
        if match.weight < NUMBERED or not any(map(str.isdigit, match.cell.text[match.end :])):
            continue
        below = doc.layout.lines[match.cell.line.number + 1 : match.cell.line.number + 2]
        near = [
            cell for line in below for cell in line.cells if cell.page == match.cell.page and _is_set_below(cell, match)
        ]
        for cell, start in [(match.cell, match.end), *((cell, 0) for cell in near)]:
            for printed in doc.dates[cell]:
                between = re.split(r"\d", cell.text[start : printed.start])[-1]
                day = printed.on()
                if day and printed.start >= start and len(between) <= A_WORD and not _is_claimed(doc, cell):
                    claims.append(Candidate(day, OF_INVOICE, cell, printed.start, printed.end))
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
        (candidate.cell, candidate.start)
        for match in doc.labels.get("nothing_date", ())
        for candidate in find_values(doc, match, doc.date_spans, most=1)
        if candidate.score > 0.5
    }
