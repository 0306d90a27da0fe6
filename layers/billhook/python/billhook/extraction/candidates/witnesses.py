"""Witnesses of the document, and where their values are printed: a printed value that a code states is a candidate."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import TypeVar

from billhook.domain.witness import Witness
from billhook.extraction.annotate.document import AnnotatedDocument
from billhook.extraction.annotate.entities import Spans
from billhook.extraction.candidates.candidate_set import Candidates, CandidateSet
from billhook.extraction.layout.candidate import Candidate, merge_candidates
from billhook.extraction.machine_readable.witnesses import witnesses_of

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
