"""Claim a document under a lease, and settle it when its processing ends early."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta

from billhook.domain.document import Document
from billhook.domain.document_status import StatusReason
from billhook.domain.errors import BillhookError, Deferred, Rejection, Retryable, StaleLease
from billhook.domain.ids import DocumentId
from billhook.domain.sweep_delays import RECHECK_DELAY
from billhook.ports.clock import Clock, Ids
from billhook.ports.documents import Documents
from billhook.ports.parameters import LeaseDuration
from billhook.ports.queues import ParseQueue
from billhook.usecases.processing.steps.deduplicate import ReleaseDuplicates
from billhook.usecases.processing.steps.reject_document import RejectDocument
from billhook.wire.messages import document_message

MAX_ATTEMPTS = 5
"""Claims that may end without a result, as those of a killed process do."""

SHORTEST_WAIT, LONGEST_WAIT = timedelta(seconds=10), timedelta(minutes=5)


@dataclass(frozen=True)
class DocumentLease:
    """At most one worker processes a document; the fencing token of its claim keeps earlier workers from committing."""

    documents: Documents
    parse_queue: ParseQueue
    reject_document: RejectDocument
    release_duplicates: ReleaseDuplicates
    clock: Clock
    ids: Ids
    lease: LeaseDuration

    def claim(self, document_id: DocumentId) -> Document | None:
        """The claimed document; None when it is final, absent, claimed by another worker or out of attempts.

        Rejects a document that is out of attempts.
        """
        now = self.clock.now()
        try:
            document = self.documents.claim(document_id, now=now, until=now + self.lease)
        except StaleLease:
            return None
        if document.lease.attempts <= MAX_ATTEMPTS:
            return document
        self.settle(
            document, Rejection(StatusReason.TIMEOUT, f"Reading the file was given up after {MAX_ATTEMPTS} attempts.")
        )
        return None

    def release(self, document: Document, wait: timedelta) -> None:
        """End the lease of an unfinished document, which is due after ``wait``. Raises StaleLease."""
        self.documents.save(document.released(self.clock.now() + wait))

    def complete(self, final: Document) -> None:
        """Let the duplicates of a final document continue."""
        self.release_duplicates.release(final)

    def settle(self, document: Document, fault: BillhookError | Deferred) -> None:
        """End the processing of a claimed document that raised ``fault``.

        A Rejection makes it REJECTED, Deferred releases it, Retryable schedules a retry, StaleLease leaves it to the
        worker that has it.
        """
        with suppress(StaleLease):
            if isinstance(fault, Rejection):
                self.complete(self.reject_document.reject(document, fault))
            elif isinstance(fault, Deferred):
                self.release(document, fault.wait)
            elif isinstance(fault, Retryable):
                self._retry_later(document)

    def _retry_later(self, document: Document) -> None:
        """Wait for half of the document's age, within bounds, plus up to as much again."""
        age = self.clock.now() - document.created
        base = min(max(age / 2, SHORTEST_WAIT), LONGEST_WAIT)
        wait = base + self.ids.jitter(base)
        self.release(document, wait + RECHECK_DELAY)
        self.parse_queue.send(document_message(document.id), delay=wait)
