"""Read a document whose bytes have arrived, or that waits for something, as far as it goes now."""

from dataclasses import dataclass

from billhook.domain.document import Document, Status, StatusReason
from billhook.domain.document_text import DocumentText
from billhook.domain.errors import Rejection
from billhook.domain.ids import DocumentId
from billhook.ports.documents import Documents
from billhook.ports.text_recognition import FileKind
from billhook.usecases.processing.claim_document import ClaimDocument
from billhook.usecases.processing.collect_ocr import CollectOcr
from billhook.usecases.processing.deduplicate import Deduplicate
from billhook.usecases.processing.finalize_document import FinalizeDocument
from billhook.usecases.processing.forward_archive import ForwardArchive
from billhook.usecases.processing.load_file import LoadFile
from billhook.usecases.processing.read_pages import ReadPages
from billhook.usecases.processing.recover_orphan import RecoverOrphan
from billhook.usecases.processing.reject_document import RejectDocument
from billhook.usecases.processing.start_ocr import StartOcr


@dataclass(frozen=True)
class ParseDocument:
    """Leaves the document final, waiting, or in other hands. Each step may be the last: all can be done again."""

    hold: ClaimDocument
    load_file: LoadFile
    deduplicate: Deduplicate
    read_pages: ReadPages
    start_ocr: StartOcr
    collect_ocr: CollectOcr
    conclude: FinalizeDocument
    reject: RejectDocument
    adopt: RecoverOrphan
    hand_over: ForwardArchive
    documents: Documents

    def __call__(
        self, document_id: DocumentId, object_version: str | None = None, object_key: str | None = None
    ) -> None:
        """``object_version`` and ``object_key`` tell of the bytes that arrived, if it was S3 that told.

        What cannot be held is in other hands, or final, or nobody knows of it yet: then it is adopted.
        """

        def go_on(document: Document) -> Document | None:
            return self._go_on(document, object_version)

        if not self.hold(document_id, go_on) and object_key and self.adopt(document_id, object_key):
            self.hold(document_id, go_on)

    def _go_on(self, document: Document, object_version: str | None) -> Document | None:
        if document.ocr_job_id:
            return self.collect_ocr(document)
        document, content = self.load_file(document, object_version)
        if document.content_type == FileKind.ZIP:
            self._archive(document)
            return None
        document = self._begun(document)
        return self.deduplicate(document, lambda: self._read(document, content))

    def _begun(self, document: Document) -> Document:
        """Whoever looks sees that an announced file has come; what only sounded like an archive is a document."""
        begun = document.model_copy(update={"status": Status.PROCESSING, "is_archive": False})
        if begun != document:
            self.documents.save(begun)
        return begun

    def _archive(self, document: Document) -> None:
        if document.archive_id:
            raise Rejection(StatusReason.UNSUPPORTED_TYPE, "An archive within an archive is not unpacked.")
        self.hand_over(document)

    def _read(self, document: Document, content: bytes) -> Document | None:
        if document.fence > 1 and (stored := self.conclude.resume(document)):
            return stored
        try:
            reading = self.read_pages(content)
        except Rejection as rejection:  # caught here because now its hash is known and has to be given free
            return self.reject(document, rejection)
        if isinstance(reading, DocumentText):
            return self.conclude(document, content, reading)
        self.start_ocr(document, reading)
        return None
