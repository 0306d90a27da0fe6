"""Collect what OCR found on the pages that waited for it, and go on with the document."""

from dataclasses import dataclass
from datetime import timedelta

from billhook.domain.document import Document, StatusReason
from billhook.domain.due import LOOK_AGAIN
from billhook.domain.errors import Rejection
from billhook.domain.reading import Reading
from billhook.ports.reading import Ocr
from billhook.ports.world import Clock
from billhook.usecases.conclude_reading import ConcludeReading
from billhook.usecases.load_file import LoadFile
from billhook.usecases.put_back import PutBack
from billhook.usecases.read_pages import ReadPages

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
    conclude: ConcludeReading
    put_back: PutBack
    clock: Clock

    def __call__(self, document: Document) -> Document | None:
        found = self.ocr.collect(document.ocr_job_id or "")
        if found is None:
            if self.clock.now() - document.updated > PATIENCE:
                raise Rejection(StatusReason.TIMEOUT, "OCR gave no answer within an hour.")
            self.put_back(document, LOOK_AGAIN)
            return None
        document, content = self.load_file(document, None)
        layer = self.read_pages(content)
        reading = layer if isinstance(layer, Reading) else self.read_pages.finish(layer.layer, layer.pages, found)
        return self.conclude(document, content, reading)
