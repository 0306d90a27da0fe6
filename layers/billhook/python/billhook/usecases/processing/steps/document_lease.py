"""Claim a document under a lease, and settle it when its processing ends early."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta

from billhook.domain.document import Document
from billhook.domain.document_status import StatusReason
from billhook.domain.errors import Deferred, OutOfTime, Rejection, StaleLease
from billhook.domain.ids import DocumentId
from billhook.domain.sweep_delays import RECHECK_DELAY
from billhook.ports.clock import Clock, Ids
from billhook.ports.documents import Documents
from billhook.ports.parameters import LeaseDuration
from billhook.ports.queues import ParseQueue
from billhook.usecases.processing.steps.deduplicate import ReleaseDuplicates
from billhook.usecases.processing.steps.reject_document import RejectDocument
from billhook.usecases.processing.steps.schedule_retry import ScheduleRetry
from billhook.usecases.processing.steps.track_faults import TrackFaults
from billhook.wire.messages import document_message

MAX_ATTEMPTS = 5
"""Processes that may die one after another while they hold the file of a document."""


@dataclass(frozen=True)
class DocumentLease:
    """At most one worker processes a document; the fencing token of its claim keeps earlier workers from committing."""

    documents: Documents
    parse_queue: ParseQueue
    reject_document: RejectDocument
    release_duplicates: ReleaseDuplicates
    schedule_retry: ScheduleRetry
    track_faults: TrackFaults
    clock: Clock
    ids: Ids
    lease: LeaseDuration

    def claim(self, document_id: DocumentId) -> Document | None:
        """The claimed document; None when it is final, absent, claimed by another worker or out of attempts.

        Rejects a document that is out of attempts. While processing is paused, the document waits.
        """
        now = self.clock.now()
        if pause := self.track_faults.pause():
            self._wait(document_id, pause)
            return None
        try:
            document = self.documents.claim(document_id, now=now, until=now + self.lease)
        except StaleLease:
            return None
        if document.lease.attempts < MAX_ATTEMPTS:
            return document
        self.settle(
            document, Rejection(StatusReason.TIMEOUT, f"Reading the file was given up after {MAX_ATTEMPTS} attempts.")
        )
        return None

    def count_attempt(self, document: Document) -> Document:
        """Save a document whose file is about to be opened. Raises StaleLease.

        The attempt stays counted when the process dies; every other end takes it back.
        """
        attempted = document.attempted()
        self.documents.save(attempted)
        return attempted

    def release(self, document: Document, wait: timedelta) -> None:
        """End the lease of an unfinished document, which is due after ``wait``. Raises StaleLease."""
        self.documents.save(document.released(self.clock.now() + wait))

    def complete(self, final: Document) -> None:
        """Let the duplicates of a final document continue."""
        self.track_faults.record_success()
        self.release_duplicates.release(final)

    def settle(self, document: Document, fault: Exception) -> None:
        """End the processing of a claimed document that raised ``fault``.

        A Rejection makes it REJECTED, Deferred releases it, OutOfTime also sends it again, StaleLease leaves it to the
        worker that has it. Every other fault is not the file's: the document is processed again.
        """
        with suppress(StaleLease):
            if isinstance(fault, Rejection):
                self.complete(self.reject_document.reject(document, fault))
            elif isinstance(fault, OutOfTime):
                self._continue_later(document, fault.wait)
            elif isinstance(fault, Deferred):
                self.release(document, fault.wait)
            elif not isinstance(fault, StaleLease):
                self._retry_later(document, fault)

    def _wait(self, document_id: DocumentId, pause: timedelta) -> None:
        """Send the message again after the pause, and up to as much later, so that not all come at once."""
        wait = pause + self.ids.jitter(pause)
        self.documents.postpone(document_id, self.clock.now() + wait + RECHECK_DELAY)
        self.parse_queue.send(document_message(document_id), delay=wait)

    def _continue_later(self, document: Document, wait: timedelta) -> None:
        """No attempt is counted: the pages that were recognized are kept."""
        delay = wait + self.ids.jitter(wait)
        self.release(document, delay + RECHECK_DELAY)
        self.parse_queue.send(document_message(document.id), delay=delay)

    def _retry_later(self, document: Document, fault: Exception) -> None:
        try:
            wait = self.schedule_retry.schedule(document, fault)
        except Rejection as given_up:
            self.complete(self.reject_document.reject(document, given_up))
        else:
            self.parse_queue.send(document_message(document.id), delay=wait)
