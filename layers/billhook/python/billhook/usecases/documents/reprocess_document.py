"""Process a document's file again; the last version stays readable until the next one is final."""

from dataclasses import dataclass

from billhook.domain.company import Principal
from billhook.domain.document import Document
from billhook.domain.document_status import StatusReason
from billhook.domain.errors import Conflict, Contended, StaleLease
from billhook.domain.ids import DocumentId
from billhook.domain.sweep_delays import RECHECK_DELAY
from billhook.ports.clock import Clock
from billhook.ports.documents import Documents
from billhook.ports.queues import FetchQueue, ParseQueue
from billhook.usecases.access.access_policy import AccessPolicy
from billhook.wire.messages import document_message

_ROUNDS = 3


@dataclass(frozen=True)
class ReprocessDocument:
    """Final -> PROCESSING -> final, one version later. Of a concurrent correction and this one wins.

    The sweeper sends a message that was lost in a crash.
    """

    scope: AccessPolicy
    documents: Documents
    parse_queue: ParseQueue
    fetch_queue: FetchQueue
    clock: Clock

    def __call__(self, principal: Principal, document_id: DocumentId) -> Document:
        """Raises NotFound, Conflict while it is being read or when there is no file, or Contended."""
        for _ in range(_ROUNDS):
            document = self.scope.document(principal, document_id)
            _check(document)
            now = self.clock.now()
            try:
                opened = self.documents.take_over(document.reopened(now=now, due_at=now + RECHECK_DELAY))
            except StaleLease:
                continue
            has_file = document.verdict.status_reason is not StatusReason.FETCH_FAILED
            queue = self.parse_queue if has_file else self.fetch_queue
            queue.send(document_message(document.id), company_id=document.company_id)
            return opened
        raise Contended("The document is being changed by others.")


def _check(document: Document) -> None:
    if not document.status.is_final:
        raise Conflict("The document is already being processed.")
    if document.file.object_key is None or document.verdict.status_reason is StatusReason.NEVER_UPLOADED:
        raise Conflict("The document has no file to reprocess.")
