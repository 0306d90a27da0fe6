"""Start an OCR job for the pages of a document that have no text layer."""

from dataclasses import dataclass

from billhook import names
from billhook.domain.document import Document
from billhook.domain.ids import derived
from billhook.domain.sweep_delays import RECHECK_DELAY
from billhook.ports.clock import Clock
from billhook.ports.documents import Documents
from billhook.ports.files import Files
from billhook.ports.text_recognition import FileKind, Ocr
from billhook.usecases.processing.steps.read_pages import PendingOcr


@dataclass(frozen=True)
class StartOcr:
    """The token is derived, so a repeat starts no second job."""

    files: Files
    ocr: Ocr
    documents: Documents
    clock: Clock

    def start(self, document: Document, pending: PendingOcr) -> None:
        """Release the document in WAITING_OCR. Raises Throttled, StaleLease."""
        version = document.version + 1
        key = f"{names.WORK_PREFIX}{document.id}/{version}.pdf"
        metadata = {names.META_COMPANY: document.company_id, names.META_DOCUMENT: document.id}
        self.files.put(key, pending.pdf, content_type=FileKind.PDF.value, metadata=metadata)
        ocr_job_id = self.ocr.start(object_key=key, token=derived("ocr", document.id, version), tag=document.id)
        now = self.clock.now()
        self.documents.save(document.waiting_for_ocr(ocr_job_id, now=now, due_at=now + RECHECK_DELAY))
