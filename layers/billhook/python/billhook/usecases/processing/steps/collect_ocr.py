"""Collect the result of a document's OCR job."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from billhook.domain.document import Document
from billhook.domain.document_status import StatusReason
from billhook.domain.document_text import RecognizedPage
from billhook.domain.errors import Rejection
from billhook.domain.processing_retry import GIVE_UP_AFTER
from billhook.domain.sweep_delays import RECHECK_DELAY
from billhook.ports.clock import Clock
from billhook.ports.text_recognition import Ocr


@dataclass(frozen=True)
class CollectOcr:
    ocr: Ocr
    clock: Clock
    poll_delay: timedelta = RECHECK_DELAY

    def collect(self, document: Document) -> Sequence[RecognizedPage] | None:
        """The recognized pages, or None while the job is running. Raises Rejection, Retryable."""
        recognized = self.ocr.collect(document.lease.ocr_job_id or "")
        if recognized is None and self.clock.now() - document.updated > GIVE_UP_AFTER:
            raise Rejection(
                StatusReason.SERVICE_UNAVAILABLE, "OCR gave no answer. The file is not at fault: reprocess it."
            )
        return recognized
