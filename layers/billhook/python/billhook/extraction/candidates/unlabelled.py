"""Values without a known label, by size, repetition and order; their scores are lower than those of labelled ones.

The amount to pay is printed large and again on the payment slip; the account number wherever a payment is described;
the date of a bill lies after its period and before its due date. A printed value that a witness states is a candidate
as well.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import TypeVar

from billhook.domain.witness import Witness
from billhook.extraction.annotate.document import AnnotatedDocument
from billhook.extraction.annotate.entities import Spans
from billhook.extraction.candidates.candidate_set import Candidates, CandidateSet
from billhook.extraction.layout.candidate import Candidate, merge_candidates
from billhook.extraction.layout.lines import Cell
from billhook.extraction.machine_readable.witnesses import witnesses_of
from billhook.extraction.text.dates import PrintedDate
from billhook.extraction.text.units import ENERGY, Quantity

MOST = 0.45
"""The highest score of such a value."""

FEWEST_DIGITS = 6
CLOSE = 12
"""The most characters between the two dates of a period."""

METERED = ENERGY | {"m³", "CCF", "HCF", "MCF", "kgal", "Smc", "SCM"}
"""Units that no receipt or parcel has."""

TAKEN = frozenset(
    {"contact", "invoice_id", "meter", "supply_point", "nothing_date", "due_date", "period", "start_date", "end_date"}
)


def propose_unlabelled(doc: AnnotatedDocument) -> CandidateSet:
    """Amounts, codes, dates and quantities without a label."""
    return CandidateSet(
        prominent_amounts=tuple(prominent_amounts(doc)),
        repeated_codes=tuple(repeated_codes(doc)),
        unlabelled_dates=tuple(_unlabelled_dates(doc)),
        repeated_dates=tuple(_repeated_dates(doc)),
        measured_quantities=tuple(measured_quantities(doc)),
    )


def prominent_amounts(doc: AnnotatedDocument) -> list[Candidate[Decimal]]:
    """Amounts that are printed large or several times, best first."""
    found: dict[Decimal, list[Candidate[Decimal]]] = defaultdict(list)
    heights = sorted(cell.height for cell in doc.layout.cells)
    median_height = heights[len(heights) // 2] if heights else 0.01
    named = _named(doc, "nothing_money")
    for cell in doc.layout.cells:
        for value, start, end in doc.amounts.get(cell, ()):
            if value > 0 and named.isdisjoint(cell.line.cells):
                found[value].append(
                    Candidate(value, min(0.3, 0.3 * (cell.height / median_height - 1)), cell, start, end)
                )
    repeated = (_repeated(places) for places in found.values())
    amounts = (amount for amount in repeated if amount.score >= 0.1)
    return sorted(amounts, key=lambda amount: (-amount.score, -amount.value))[:3]


def _repeated(places: list[Candidate[Decimal]]) -> Candidate[Decimal]:
    best = max(places, key=lambda place: place.score)
    lines = {place.cell.line for place in places}
    return best.scored(min(MOST, max(0.0, best.score) + 0.1 * min(3, len(lines) - 1)))


def measured_quantities(doc: AnnotatedDocument) -> list[Candidate[Quantity]]:
    """Quantities in a unit that only utilities bill in, outside sentences, charts and comparisons."""
    named = _named(doc, "nothing_usage")
    return [
        Candidate(value, 0.4, cell, start, end)
        for cell, quantities in doc.quantities.items()
        if cell not in doc.prose and cell not in doc.running_text and named.isdisjoint(cell.line.cells)
        for value, start, end in quantities
        if value.unit in METERED and value.value > 0
    ]


def repeated_codes(doc: AnnotatedDocument) -> list[Candidate[str]]:
    """Long codes that are printed more than once, without a label of another field and outside sentences."""
    found: dict[str, list[Candidate[str]]] = defaultdict(list)
    taken = _named(doc, *TAKEN)
    for cell, codes in doc.references.items():
        if cell in doc.prose or cell in doc.running_text or not taken.isdisjoint(_with_previous(cell)):
            continue
        for code, start, end in codes:
            key = re.sub(r"\W", "", code)
            if sum(map(str.isdigit, key)) >= FEWEST_DIGITS:
                found[key].append(Candidate(code, 0.3, cell, start, end))
    repeated = [places for places in found.values() if len({place.cell.line for place in places}) > 1]
    most_frequent = sorted(repeated, key=len, reverse=True)[:1]
    return [places[0].scored(min(MOST, 0.2 + 0.1 * len(places))) for places in most_frequent]


def _unlabelled_dates(doc: AnnotatedDocument) -> Iterator[Candidate[date]]:
    """The full dates of the first page that no label claims, in reading order."""
    page = doc.layout.lines[0].page if doc.layout.lines else 0
    taken = _named(doc, *TAKEN)
    for cell, dates in doc.dates.items():
        if not dates or cell.page != page or not taken.isdisjoint(_with_previous(cell)):
            continue
        for printed in dates:
            day = printed.on()
            if day and cell not in doc.prose:
                yield Candidate(day, 0.35, cell, printed.start, printed.end)


def _repeated_dates(doc: AnnotatedDocument) -> list[Candidate[date]]:
    """The dates that are printed again or beside money, the most frequent first."""
    found: dict[date, list[Candidate[date]]] = defaultdict(list)
    named = _named(doc, "nothing_date", "period", "start_date", "end_date")
    for cell, dates in doc.dates.items():
        for printed in dates if cell not in named and not _are_a_period(dates) else ():
            if day := printed.on():
                found[day].append(Candidate(day, 0.25, cell, printed.start, printed.end))
    scored = (places[0].scored(0.25 + 0.05 * min(4, _weight(doc, places))) for places in found.values())
    return sorted((place for place in scored if place.score > 0.25), key=lambda place: (-place.score, place.value))


def _are_a_period(printed: Sequence[PrintedDate]) -> bool:
    """Whether dates follow each other with next to nothing between them."""
    return any(second.start - first.end <= CLOSE for first, second in pairwise(printed))


def _weight(doc: AnnotatedDocument, places: list[Candidate[date]]) -> int:
    """The repetitions of a date and its places in lines with money."""
    beside_money = sum(any(doc.amounts.get(cell, ()) for cell in place.cell.line.cells) for place in places)
    return len(places) - 1 + beside_money


def _with_previous(cell: Cell) -> tuple[Cell, ...]:
    """A cell and the one to its left."""
    return cell.line.cells[max(0, cell.position - 1) : cell.position + 1]


def _named(doc: AnnotatedDocument, *names: str) -> set[Cell]:
    """The cells with a sure printed label of one of ``names``."""
    matches = (match for name in names for match in doc.labels.get(name, ()))
    return {match.cell for match in matches if match.weight > 0.5 and not match.is_value}


T = TypeVar("T")

WITNESSED = 0.6
"""The score of a printed value that a witness states, without a label. A sure label of another value ranks above it."""


def propose_witnessed(doc: AnnotatedDocument) -> CandidateSet:
    """The witnesses, and the printed amounts and dates that they state."""
    witnesses = witnesses_of(doc.document_text)
    if not witnesses:
        return CandidateSet()
    return CandidateSet(
        witnesses=witnesses,
        witnessed_totals=_printed(_amounts(witnesses), doc.amounts),
        witnessed_dates={
            "bill_date": _printed(_days(witnesses, "billDate"), _day_spans(doc)),
            "due_date": _printed(_days(witnesses, "dueDate"), _day_spans(doc)),
        },
    )


def _amounts(witnesses: tuple[Witness, ...]) -> set[Decimal]:
    return {amount for witness in witnesses if (amount := witness.amount("totalCharges")) is not None}


def _days(witnesses: tuple[Witness, ...], name: str) -> set[date]:
    return {day for witness in witnesses for day in (*witness.days(name), *witness.days(f"{name}Either"))}


def _day_spans(doc: AnnotatedDocument) -> Spans[date]:
    return {
        cell: [(day, start, end) for printed, start, end in spans if (day := printed.on()) is not None]
        for cell, spans in doc.full_date_spans.items()
    }


def _printed(values: set[T], spans: Spans[T]) -> Candidates[T]:
    return tuple(merge_candidates(list(_occurrences(values, spans))))


def _occurrences(values: set[T], spans: Spans[T]) -> Iterator[Candidate[T]]:
    for cell, found in spans.items():
        for value, start, end in found:
            if value in values:
                yield Candidate(value, WITNESSED, cell, start, end)
