"""Hold a document while it is worked on, and turn whatever happens to it into a state."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta

from billhook.domain.document import Document, StatusReason
from billhook.domain.errors import Rejection, Retryable, StaleLease
from billhook.domain.ids import DocumentId
from billhook.domain.sweep_delays import LOOK_AGAIN
from billhook.ports.clock import Clock, Ids
from billhook.ports.documents import Documents
from billhook.ports.queues import Queue
from billhook.usecases.processing.reject_document import RejectDocument
from billhook.usecases.processing.release_duplicates import ReleaseDuplicates
from billhook.usecases.processing.release_lease import ReleaseLease
from billhook.wire.messages import document_message

MAX_ATTEMPTS = 5
"""Work that died so often without a word would die again."""

SHORTEST_WAIT, LONGEST_WAIT = timedelta(seconds=10), timedelta(minutes=5)

Work = Callable[[Document], Document | None]
"""Answers the document when it is final, None when it was put back."""


@dataclass(frozen=True)
class ClaimDocument:
    """Claims a document, has it worked on, and sends on who waited for it.

    What cannot be claimed is somebody else's: that is no error. A Rejection makes the document REJECTED; what is
    Retryable puts it back and counts as nothing; anything else is raised, and the lease runs out by itself.
    """

    documents: Documents
    parse_queue: Queue
    release_lease: ReleaseLease
    reject: RejectDocument
    release_duplicates: ReleaseDuplicates
    clock: Clock
    ids: Ids
    lease: timedelta

    def __call__(self, document_id: DocumentId, work: Work) -> bool:
        """Whether it could be claimed."""
        now = self.clock.now()
        try:
            document = self.documents.claim(document_id, now=now, until=now + self.lease)
        except StaleLease:
            return False
        with suppress(StaleLease):
            final = self._work(document, work)
            if final:
                self.release_duplicates(final)
        return True

    def _work(self, document: Document, work: Work) -> Document | None:
        if document.attempts > MAX_ATTEMPTS:
            given_up = f"Reading the file was given up after {MAX_ATTEMPTS} attempts."
            return self.reject(document, Rejection(StatusReason.TIMEOUT, given_up))
        try:
            return work(document)
        except Rejection as rejection:
            return self.reject(document, rejection)
        except Retryable:
            self._try_later(document)
            return None

    def _try_later(self, document: Document) -> None:
        """The longer it has been waiting, the longer it waits: half its age, within bounds, and up to twice that."""
        age = self.clock.now() - document.created
        base = min(max(age / 2, SHORTEST_WAIT), LONGEST_WAIT)
        wait = base + self.ids.jitter(base)
        self.release_lease(document, wait + LOOK_AGAIN)
        self.parse_queue.send(document_message(document.id), delay=wait)
