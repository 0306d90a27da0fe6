"""Read a document whose bytes have arrived, or that waits for something, as far as it goes now."""

from dataclasses import dataclass

from billhook.domain.document import Document
from billhook.domain.errors import Rejection
from billhook.domain.ids import DocumentId
from billhook.domain.reading import Reading
from billhook.usecases.collect_ocr import CollectOcr
from billhook.usecases.conclude_reading import ConcludeReading
from billhook.usecases.follow_twin import FollowTwin
from billhook.usecases.hold_document import HoldDocument
from billhook.usecases.load_file import LoadFile
from billhook.usecases.read_pages import ReadPages
from billhook.usecases.reject_document import RejectDocument
from billhook.usecases.start_ocr import StartOcr


@dataclass(frozen=True)
class ParseDocument:
    """Leaves the document final, waiting, or in other hands. Each step may be the last: all can be done again."""

    hold: HoldDocument
    load_file: LoadFile
    follow_twin: FollowTwin
    read_pages: ReadPages
    start_ocr: StartOcr
    collect_ocr: CollectOcr
    conclude: ConcludeReading
    reject: RejectDocument

    def __call__(self, document_id: DocumentId, object_version: str | None = None) -> None:
        """``object_version`` is the version of the bytes that S3 told of, if it was S3 that told."""
        self.hold(document_id, lambda document: self._go_on(document, object_version))

    def _go_on(self, document: Document, object_version: str | None) -> Document | None:
        if document.ocr_job_id:
            return self.collect_ocr(document)
        document, content = self.load_file(document, object_version)
        return self.follow_twin(document, lambda: self._read(document, content))

    def _read(self, document: Document, content: bytes) -> Document | None:
        if document.fence > 1 and (stored := self.conclude.resume(document)):
            return stored
        try:
            reading = self.read_pages(content)
        except Rejection as rejection:  # caught here because now its hash is known and has to be given free
            return self.reject(document, rejection)
        if isinstance(reading, Reading):
            return self.conclude(document, reading)
        self.start_ocr(document, reading)
        return None
