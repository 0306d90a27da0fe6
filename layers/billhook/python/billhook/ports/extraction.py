"""How bills are extracted from the text of a document."""

from typing import Protocol

from billhook.domain.bill import Extraction
from billhook.domain.document_text import DocumentText


class Extractor(Protocol):
    def __call__(self, text: DocumentText, /) -> Extraction:
        """The bills of a document, or the reason why it has none."""
