"""Collect what OCR found on the pages that waited for it, and go on with the document."""

from dataclasses import dataclass
from datetime import timedelta

from billhook.domain.document import Document, StatusReason
from billhook.domain.document_text import DocumentText
from billhook.domain.errors import Rejection
from billhook.domain.sweep_delays import LOOK_AGAIN
from billhook.ports.clock import Clock
from billhook.ports.text_recognition import Ocr
from billhook.usecases.processing.finalize_document import FinalizeDocument
from billhook.usecases.processing.load_file import LoadFile
from billhook.usecases.processing.read_pages import ReadPages
from billhook.usecases.processing.release_lease import ReleaseLease

PATIENCE = timedelta(hours=1)
"""A service that needs longer for 300 pages has lost the job."""


@dataclass(frozen=True)
class CollectOcr:
    """The final document, or None while OCR runs. Raises Rejection, Retryable, Lost.

    The text layer is read again rather than stored: that is quick, and nothing has to be kept in step.
    """

    ocr: Ocr
    load_file: LoadFile
    read_pages: ReadPages
    conclude: FinalizeDocument
    release_lease: ReleaseLease
    clock: Clock

    def __call__(self, document: Document) -> Document | None:
        found = self.ocr.collect(document.ocr_job_id or "")
        if found is None:
            if self.clock.now() - document.updated > PATIENCE:
                raise Rejection(StatusReason.TIMEOUT, "OCR gave no answer within an hour.")
            self.release_lease(document, LOOK_AGAIN)
            return None
        document, content = self.load_file(document, None)
        layer = self.read_pages(content)
        reading = layer if isinstance(layer, DocumentText) else self.read_pages.finish(layer.layer, layer.pages, found)
        return self.conclude(document, content, reading)
