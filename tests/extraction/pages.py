"""Pages for the tests of extraction: rows of cells at the places where a bill would print them."""

from collections.abc import Iterable, Mapping
from typing import TypeVar

from billhook.domain.bill import Bill
from billhook.domain.document_text import DocumentText, PageText, Route, Word
from billhook.extraction.annotate.document import AnnotatedDocument, annotate
from billhook.extraction.candidates.candidate_set import CandidateSet
from billhook.extraction.candidates.rules import collect_candidates
from billhook.extraction.layout.candidate import Candidate
from billhook.extraction.pipeline.pipeline import extract
from billhook.local.samples.page_canvas import LETTER, PageCanvas

T = TypeVar("T")
Row = Mapping[int, str]
"""Text by x in points; a negative x is the right edge of a right-aligned text."""


METERED: tuple[Row, ...] = (
    {60: "Service Period", 200: "10/01/2026 - 10/31/2026"},
    {60: "Meter Number", 160: "Previous Reading", 280: "Current Reading", 400: "kWh Used"},
    {60: "EM445566", 160: "10000", 280: "10500", 400: "500"},
    {60: "Energy Charge", -500: "$110.00"},
    {60: "Sales Tax", -500: "$11.00"},
)
"""The body of a bill over $121.00: its period, one meter, one charge, one tax."""


def sheet_of(rows: Iterable[Row], step: float = 16) -> PageCanvas:
    """A one-page sheet with ``rows`` below each other."""
    sheet = PageCanvas(LETTER)
    for number, row in enumerate(rows):
        sheet.row(60 + step * number, row)
    return sheet


def text_of_rows(*rows: Row) -> DocumentText:
    return sheet_of(rows).reading()


def annotated_rows(*rows: Row) -> AnnotatedDocument:
    return annotate(text_of_rows(*rows))


def bill_of(text: DocumentText) -> Bill:
    """The only bill of a file."""
    (bill,) = extract(text).bills
    return bill


def sound_bill(*rows: Row) -> Bill:
    """The only bill of a page of ``rows``; all its checks pass."""
    bill = bill_of(text_of_rows(*rows))
    assert bill.failed_checks == ()
    return bill


def recognised(reading: DocumentText, confidence: float = 0.97) -> DocumentText:
    """The same pages as the OCR would return them."""
    return DocumentText(
        tuple(
            PageText(
                page.number,
                page.width,
                page.height,
                Route.LOCAL_OCR,
                tuple(Word(word.text, word.box, confidence) for word in page.words),
            )
            for page in reading.pages
        )
    )


def candidates_of(*rows: Row) -> CandidateSet:
    """The candidates of a page of ``rows``."""
    return collect_candidates(annotated_rows(*rows))


def candidate(value: T, score: float = 1.0, x: int = 40) -> Candidate[T]:
    """A candidate of ``value``, printed on a line of its own at ``x``."""
    (cell,) = annotated_rows({x: "printed"}).layout.cells
    return Candidate(value, score, cell, 0, len(cell.text))
