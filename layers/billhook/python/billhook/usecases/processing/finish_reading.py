"""Go on with a document whose OCR is done."""

from dataclasses import dataclass

from billhook.domain.ids import DocumentId
from billhook.ports.documents import Documents
from billhook.usecases.processing.claim_document import ClaimDocument
from billhook.usecases.processing.collect_ocr import CollectOcr


@dataclass(frozen=True)
class FinishReading:
    """Does nothing for a job that the document does not wait for (any more): messages come twice, and late."""

    documents: Documents
    hold: ClaimDocument
    collect_ocr: CollectOcr

    def __call__(self, document_id: DocumentId, ocr_job_id: str) -> None:
        document = self.documents.get(document_id)
        if document and document.ocr_job_id == ocr_job_id:
            self.hold(document_id, self.collect_ocr)
