"""OCR quality: a document whose words have a low mean confidence is unreadable."""

from billhook.domain.bill import Extraction
from billhook.domain.document_text import TEXT_LAYER_ROUTES, DocumentText

READABLE = 0.7
"""The least mean confidence, weighted by letters."""

UNREADABLE = "unreadable"


def readable(extraction: Extraction, document_text: DocumentText) -> Extraction:
    """``extraction``, or the reason ``unreadable`` if the OCR is poor and no bill is complete."""
    is_complete = any(not bill.lacks for bill in extraction.bills)
    return Extraction(reason=UNREADABLE) if not is_complete and is_poor(document_text) else extraction


def is_poor(document_text: DocumentText) -> bool:
    """Whether most letters come from OCR of low confidence. A text layer is never poor."""
    words = [word for page in document_text.pages if page.route not in TEXT_LAYER_ROUTES for word in page.words]
    letters = sum(len(word.text) for word in words)
    sure = sum(len(word.text) * word.confidence for word in words)
    return bool(letters) and letters > _embedded(document_text) and sure < READABLE * letters


def _embedded(document_text: DocumentText) -> int:
    """The number of letters in text layers."""
    pages = (page for page in document_text.pages if page.route in TEXT_LAYER_ROUTES)
    return sum(len(word.text) for page in pages for word in page.words)
