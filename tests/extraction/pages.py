"""Pages for the tests of extraction: rows of cells at the places where a bill would print them."""

from collections.abc import Iterable, Mapping

from billhook.domain.reading import Page, Reading, Route, Word
from billhook.extraction.view import View
from billhook.local.samples.paper import LETTER, Sheet

Row = Mapping[int, str]
"""Text by x in points; a negative x is the right edge of a right-aligned text."""


METERED: tuple[Row, ...] = (
    {60: "Service Period", 200: "10/01/2026 - 10/31/2026"},
    {60: "Meter Number", 160: "Previous Reading", 280: "Current Reading", 400: "kWh Used"},
    {60: "EM445566", 160: "10000", 280: "10500", 400: "500"},
    {60: "Energy Charge", -500: "$110.00"},
    {60: "Sales Tax", -500: "$11.00"},
)
"""What stands between the head and the total of a bill over $121.00: its period, one meter, one charge, one tax."""


def sheet_of(rows: Iterable[Row], step: float = 16) -> Sheet:
    """A one-page sheet with ``rows`` below each other."""
    sheet = Sheet(LETTER)
    for number, row in enumerate(rows):
        sheet.row(60 + step * number, row)
    return sheet


def reading_of(*rows: Row) -> Reading:
    return sheet_of(rows).reading()


def view_of(*rows: Row) -> View:
    return View(reading_of(*rows))


def recognised(reading: Reading, confidence: float = 0.97) -> Reading:
    """The same pages as if a recogniser had read them."""
    return Reading(
        tuple(
            Page(
                page.number,
                page.width,
                page.height,
                Route.LOCAL_OCR,
                tuple(Word(word.text, word.box, confidence) for word in page.words),
            )
            for page in reading.pages
        )
    )
