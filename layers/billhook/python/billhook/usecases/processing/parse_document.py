"""Process a document whose bytes have arrived: up to its final state, or until it has to wait."""

from dataclasses import dataclass
from datetime import datetime

from billhook.domain.document import Document
from billhook.domain.ids import DocumentId
from billhook.ports.documents import Documents
from billhook.usecases.processing.finish_reading import FinishReading
from billhook.usecases.processing.steps.deduplicate import Deduplicate
from billhook.usecases.processing.steps.document_lease import DocumentLease
from billhook.usecases.processing.steps.extract_with_fallback import ExtractWithFallback
from billhook.usecases.processing.steps.finalize_document import FinalizeDocument
from billhook.usecases.processing.steps.load_file import ForwardArchive, LoadFile
from billhook.usecases.processing.steps.ocr_session import OpenOcrSession
from billhook.usecases.processing.steps.read_pages import PendingOcr, ReadPages
from billhook.usecases.processing.steps.recover_orphan import RecoverOrphan
from billhook.usecases.processing.steps.start_ocr import StartOcr


@dataclass(frozen=True)
class ParseDocument:
    """Claim, load, deduplicate, read, extract, persist, release. Each step can be repeated after a crash."""

    documents: Documents
    lease: DocumentLease
    recover_orphan: RecoverOrphan
    load_file: LoadFile
    forward_archive: ForwardArchive
    deduplicate: Deduplicate
    open_ocr_session: OpenOcrSession
    read_pages: ReadPages
    start_ocr: StartOcr
    finish_reading: FinishReading
    extract_with_fallback: ExtractWithFallback
    finalize_document: FinalizeDocument

    def __call__(
        self,
        document_id: DocumentId,
        object_version: str | None = None,
        object_key: str | None = None,
        *,
        deadline: datetime | None = None,
    ) -> None:
        """``object_version`` and ``object_key`` name the object of an S3 notification.

        ``deadline`` is when the function ends: a document with more pages than fit continues in the next call.
        """
        document = self.lease.claim(document_id) or self._claim_orphan(document_id, object_key)
        if document and document.lease.ocr_job_id:
            self.finish_reading.finish(document, deadline)
        elif document:
            self._parse(document, object_version, deadline)

    def _parse(self, document: Document, object_version: str | None, deadline: datetime | None) -> None:
        ocr = self.open_ocr_session.open(document, deadline)
        try:
            document, content = self.load_file.load(document, object_version)
            if self.forward_archive.is_archive(document):
                return self.forward_archive.forward(document)
            document = self.lease.count_attempt(document.started())
            final = self.deduplicate.copy_original(document) or self.finalize_document.resume(document)
            if final is None:
                text = self.read_pages.read(content, ocr)
                if isinstance(text, PendingOcr):
                    return self.start_ocr.start(document, text)
                text, extraction = self.extract_with_fallback.extract(document.company_id, content, text, ocr)
                final = self.finalize_document.finalize(document, text, extraction)
        except Exception as fault:  # noqa: BLE001 - a fault of Billhook must not count against the file
            return self.lease.settle(document.charged(ocr.cost), fault)
        return self.lease.complete(final)

    def _claim_orphan(self, document_id: DocumentId, object_key: str | None) -> Document | None:
        """Claim a document whose rows had to be recovered from its object."""
        is_recovered = object_key is not None and self.recover_orphan.recover(document_id, object_key)
        return self.lease.claim(document_id) if is_recovered else None
