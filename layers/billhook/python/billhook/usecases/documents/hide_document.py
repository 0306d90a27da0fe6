"""Hide a document that is to be deleted, take it from whoever works on it, and have it erased."""

from dataclasses import dataclass
from typing import Any

from billhook.domain.document import Document, Status, StatusReason
from billhook.domain.errors import StaleLease
from billhook.domain.sweep_delays import LOOK_AGAIN
from billhook.ports.clock import Clock
from billhook.ports.documents import Documents
from billhook.ports.queues import Queue
from billhook.wire.messages import document_message


@dataclass(frozen=True)
class HideDocument:
    """One write; what lies behind it is removed by ``EraseDocument``, which the sweeper calls should nobody else.

    A document that was not finished ends with the reason ``deleted``, so that its job does not wait for it.
    """

    documents: Documents
    erase_queue: Queue
    clock: Clock

    def __call__(self, document: Document) -> bool:
        """False when it has changed since it was read, or was deleted before."""
        now = self.clock.now()
        gone: dict[str, Any] = {"deleted": now, "updated": now, "due_at": now + LOOK_AGAIN}
        gone |= {"claimed_until": None, "ocr_job_id": None}
        if not document.status.is_final:
            gone |= {"status": Status.REJECTED, "status_reason": StatusReason.DELETED}
        try:
            self.documents.take_over(document.model_copy(update=gone))
        except StaleLease:
            return False
        self.erase_queue.send(document_message(document.id))
        return True
