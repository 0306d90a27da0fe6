"""Let documents of the same bytes go on, now that the first of them is final."""

from dataclasses import dataclass

from billhook.domain.document import Document, Status
from billhook.ports.documents import Fingerprints
from billhook.ports.queues import Queue
from billhook.wire.messages import document_message


@dataclass(frozen=True)
class ReleaseDuplicates:
    """A rejected document frees its bytes for a later upload; whoever waited for it is sent on.

    Should this not come to pass, they find out by themselves when they are due.
    """

    fingerprints: Fingerprints
    parse_queue: Queue

    def __call__(self, final: Document) -> None:
        if final.status is Status.REJECTED and final.sha256:
            self.fingerprints.release(final.company_id, final.sha256, final.id)
        for twin in self.fingerprints.waiting(final.id):
            self.parse_queue.send(document_message(twin))
