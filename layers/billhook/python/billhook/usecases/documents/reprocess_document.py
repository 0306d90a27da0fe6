"""Have a document's file read again; what was read before stays to be seen until that is done."""

from dataclasses import dataclass

from billhook.domain.company import Principal
from billhook.domain.document import Document, Status, StatusReason
from billhook.domain.errors import Conflict, Contended, StaleLease
from billhook.domain.ids import DocumentId
from billhook.domain.sweep_delays import LOOK_AGAIN
from billhook.ports.clock import Clock
from billhook.ports.documents import Documents
from billhook.ports.queues import Queue
from billhook.usecases.access.access_policy import AccessPolicy
from billhook.wire.messages import document_message

_ROUNDS = 3


@dataclass(frozen=True)
class ReprocessDocument:
    """Final -> PROCESSING -> final, one version later. Who corrects it at the same time loses or has won already.

    A message that is not sent because we stop in between is sent by the sweeper.
    """

    scope: AccessPolicy
    documents: Documents
    parse_queue: Queue
    fetch_queue: Queue
    clock: Clock

    def __call__(self, principal: Principal, document_id: DocumentId) -> Document:
        """Raises NotFound, Conflict while it is being read or when there is no file, or Contended."""
        for _ in range(_ROUNDS):
            document = self.scope.document(principal, document_id)
            _check(document)
            try:
                opened = self.documents.take_over(self._opened(document))
            except StaleLease:
                continue
            has_file = document.status_reason is not StatusReason.FETCH_FAILED
            (self.parse_queue if has_file else self.fetch_queue).send(document_message(document.id))
            return opened
        raise Contended("The document changes all the time.")

    def _opened(self, document: Document) -> Document:
        now = self.clock.now()
        fresh = {"status": Status.PROCESSING, "status_reason": None, "status_detail": None, "updated": now}
        free = {"due_at": now + LOOK_AGAIN, "claimed_until": None, "attempts": 0, "ocr_job_id": None}
        return document.model_copy(update=fresh | free)


def _check(document: Document) -> None:
    if not document.status.is_final:
        raise Conflict("The document is being read already.")
    if document.object_key is None or document.status_reason is StatusReason.NEVER_UPLOADED:
        raise Conflict("The document has no file that could be read again.")
