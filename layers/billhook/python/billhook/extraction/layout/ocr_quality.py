"""Whether pages could be read at all: a recogniser that is unsure of most letters has read noise."""

from billhook.domain.bill import Extraction
from billhook.domain.document_text import DocumentText, Route

READABLE = 0.7
"""The mean confidence, over letters, below which words are guesses."""

UNREADABLE = "unreadable"


def readable(extraction: Extraction, reading: DocumentText) -> Extraction:
    """``extraction``, unless it is made of guesses and lacks what makes a bill: then nothing could be read."""
    whole = any(not bill.lacks for bill in extraction.bills)
    return Extraction(reason=UNREADABLE) if not whole and is_poor(reading) else extraction


def is_poor(reading: DocumentText) -> bool:
    """Whether what was recognised is mostly guessed. A text layer is never poor."""
    words = [word for page in reading.pages if page.route is not Route.TEXT_LAYER for word in page.words]
    letters = sum(len(word.text) for word in words)
    sure = sum(len(word.text) * word.confidence for word in words)
    return bool(letters) and letters > _printed(reading) and sure < READABLE * letters


def _printed(reading: DocumentText) -> int:
    """Letters that a text layer says."""
    pages = (page for page in reading.pages if page.route is Route.TEXT_LAYER)
    return sum(len(word.text) for page in pages for word in page.words)
