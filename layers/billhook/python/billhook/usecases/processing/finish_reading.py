"""Process a document whose OCR job has ended: collect, load, extract, persist, release."""

from dataclasses import dataclass
from datetime import datetime

from billhook.domain.document import Document
from billhook.domain.ids import DocumentId
from billhook.ports.documents import Documents
from billhook.usecases.processing.steps.collect_ocr import CollectOcr
from billhook.usecases.processing.steps.document_lease import DocumentLease
from billhook.usecases.processing.steps.extract_with_fallback import ExtractWithFallback
from billhook.usecases.processing.steps.finalize_document import FinalizeDocument
from billhook.usecases.processing.steps.load_file import LoadFile
from billhook.usecases.processing.steps.ocr_session import OpenOcrSession
from billhook.usecases.processing.steps.read_pages import ReadPages


@dataclass(frozen=True)
class FinishReading:
    """Ignores a job that the document does not wait for: messages arrive twice, and late."""

    documents: Documents
    lease: DocumentLease
    collect_ocr: CollectOcr
    load_file: LoadFile
    open_ocr_session: OpenOcrSession
    read_pages: ReadPages
    extract_with_fallback: ExtractWithFallback
    finalize_document: FinalizeDocument

    def __call__(self, document_id: DocumentId, ocr_job_id: str, *, deadline: datetime | None = None) -> None:
        """``deadline`` is when the function ends."""
        stored = self.documents.get(document_id)
        if stored is None or stored.lease.ocr_job_id != ocr_job_id:
            return
        document = self.lease.claim(document_id)
        if document:
            self.finish(document, deadline)

    def finish(self, document: Document, deadline: datetime | None) -> None:
        """Finish a claimed document, or release it while its OCR job is running.

        The text layer is read again instead of being stored between the two messages.
        """
        ocr = self.open_ocr_session.open(document, deadline)
        try:
            recognized = self.collect_ocr.collect(document)
            if recognized is None:
                return self.lease.release(document, self.collect_ocr.poll_delay)
            document, content = self.load_file.load(document)
            document = self.lease.count_attempt(document)
            text = self.read_pages.merge(content, recognized, ocr)
            text, extraction = self.extract_with_fallback.extract(document.company_id, content, text, ocr)
            final = self.finalize_document.finalize(document, text, extraction)
        except Exception as fault:  # noqa: BLE001 - a fault of Billhook must not count against the file
            return self.lease.settle(document.charged(ocr.cost), fault)
        return self.lease.complete(final)
