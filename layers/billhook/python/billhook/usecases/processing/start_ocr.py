"""Hand the pages that wait for OCR to the service and let the document wait for its answer."""

from dataclasses import dataclass

from billhook import names
from billhook.domain.document import Document, Status
from billhook.domain.ids import derived
from billhook.domain.sweep_delays import LOOK_AGAIN
from billhook.ports.clock import Clock
from billhook.ports.documents import Documents
from billhook.ports.files import Files
from billhook.ports.text_recognition import FileKind, Ocr
from billhook.usecases.processing.read_pages import PendingOcr


@dataclass(frozen=True)
class StartOcr:
    """WAITING_OCR, held by nobody. The token is derived, so a repeat starts no second job. Raises Throttled, Lost."""

    files: Files
    ocr: Ocr
    documents: Documents
    clock: Clock

    def __call__(self, document: Document, pending: PendingOcr) -> None:
        version = document.version + 1
        key = f"{names.WORK_PREFIX}{document.id}/{version}.pdf"
        metadata = {names.META_COMPANY: document.company_id, names.META_DOCUMENT: document.id}
        self.files.put(key, pending.pdf, content_type=FileKind.PDF.value, metadata=metadata)
        ocr_job_id = self.ocr.start(object_key=key, token=derived("ocr", document.id, version), tag=document.id)
        now = self.clock.now()
        waiting = {"status": Status.WAITING_OCR, "ocr_job_id": ocr_job_id, "updated": now}
        free = {"claimed_until": None, "due_at": now + LOOK_AGAIN, "attempts": 0}
        self.documents.save(document.model_copy(update=waiting | free))
