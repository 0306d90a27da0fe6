"""Claim a document under a lease, and settle it when its processing ends early: rejected, retried or paused."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from billhook.domain.circuit_breaker import ProcessingCircuit
from billhook.domain.document import Document
from billhook.domain.document_status import StatusReason
from billhook.domain.errors import Crashed, Deferred, OutOfTime, Rejection, Retryable, StaleLease
from billhook.domain.ids import DocumentId
from billhook.domain.processing_retry import GIVE_UP_AFTER, wait_for_age
from billhook.domain.sweep_delays import RECHECK_DELAY
from billhook.ports.clock import Clock, Ids
from billhook.ports.documents import Documents
from billhook.ports.faults import ProcessingCircuits, ProcessingMonitor
from billhook.ports.parameters import LeaseDuration
from billhook.ports.queues import ParseQueue
from billhook.usecases.processing.steps.deduplicate import ReleaseDuplicates
from billhook.usecases.processing.steps.reject_document import RejectDocument
from billhook.wire.messages import document_message

MAX_ATTEMPTS = 5
"""Processes that may die one after another while they hold the file of a document."""

CACHED_FOR = timedelta(seconds=10)
MAX_TRIES = 4


@dataclass(frozen=True)
class TrackFaults:
    """The faults that documents meet over all workers; processing pauses while most meet the same one.

    Best effort: a worker reads the circuit every ten seconds, and drops an update after four conflicts.
    """

    processing_circuits: ProcessingCircuits
    clock: Clock
    _cache: dict[str, tuple[datetime, ProcessingCircuit]] = field(default_factory=dict, repr=False)

    def pause(self) -> timedelta | None:
        """How long no document may be claimed; None when it may, or when that is not known."""
        with suppress(Retryable):
            return self._circuit().pause(self.clock.now())
        return None

    def record_success(self) -> None:
        with suppress(Retryable):
            if self._circuit().after_success() is not self._circuit():
                self._update(ProcessingCircuit.after_success)

    def record_fault(self, fault: Exception) -> None:
        now = self.clock.now()
        with suppress(Retryable):
            self._update(lambda circuit: circuit.after_fault(type(fault).__name__, now))

    def _circuit(self) -> ProcessingCircuit:
        now = self.clock.now()
        read, circuit = self._cache.get("", (None, None))
        if circuit is None or read is None or now - read > CACHED_FOR:
            circuit = self._cached(self.processing_circuits.get())
        return circuit

    def _update(self, update: Callable[[ProcessingCircuit], ProcessingCircuit]) -> None:
        for _ in range(MAX_TRIES):
            circuit = update(self.processing_circuits.get())
            with suppress(StaleLease):
                self.processing_circuits.save(circuit)
                self._cached(circuit)
                return

    def _cached(self, circuit: ProcessingCircuit) -> ProcessingCircuit:
        self._cache[""] = self.clock.now(), circuit
        return circuit


@dataclass(frozen=True)
class ScheduleRetry:
    """The next attempt of a document that met a fault which is not its own.

    Bugs, missing permissions and full disks are reported; faults of a service that may pass are not.
    """

    documents: Documents
    processing_monitor: ProcessingMonitor
    track_faults: TrackFaults
    clock: Clock
    ids: Ids

    def schedule(self, document: Document, fault: Exception) -> timedelta:
        """Release the document and return how long it waits: half of its age, within bounds, plus up to as much again.

        The sweeper finds it a minute after that. Only the death of the process that held the file stays counted.
        Raises StaleLease, and Rejection (service_unavailable) for a document that has waited for too long.
        """
        if not isinstance(fault, Retryable):
            self.processing_monitor.report_fault(fault, document_id=document.id)
            self.track_faults.record_fault(fault)
        now = self.clock.now()
        age = now - document.updated
        if age >= GIVE_UP_AFTER:
            hours = GIVE_UP_AFTER // timedelta(hours=1)
            raise Rejection(
                StatusReason.SERVICE_UNAVAILABLE,
                f"A service that reads files failed for {hours} hours. The file is not at fault: reprocess it.",
            )
        base = wait_for_age(age)
        wait = base + self.ids.jitter(base)
        due_at = now + wait + RECHECK_DELAY
        self.documents.save(document.retried(due_at) if isinstance(fault, Crashed) else document.released(due_at))
        return wait


@dataclass(frozen=True)
class DocumentLease:
    """At most one worker processes a document; the fencing token of its claim keeps earlier workers from committing."""

    documents: Documents
    parse_queue: ParseQueue
    reject_document: RejectDocument
    release_duplicates: ReleaseDuplicates
    schedule_retry: ScheduleRetry
    track_faults: TrackFaults
    processing_monitor: ProcessingMonitor
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
        """Report a final document and let its duplicates continue."""
        self.track_faults.record_success()
        self.processing_monitor.report_outcome(final)
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
        document = self.documents.get(document_id)
        if document is None:
            return
        self.documents.postpone(document_id, self.clock.now() + wait + RECHECK_DELAY)
        self._send(document, wait)

    def _continue_later(self, document: Document, wait: timedelta) -> None:
        """No attempt is counted: the pages that were recognized are kept."""
        delay = wait + self.ids.jitter(wait)
        self.release(document, delay + RECHECK_DELAY)
        self._send(document, delay)

    def _retry_later(self, document: Document, fault: Exception) -> None:
        try:
            wait = self.schedule_retry.schedule(document, fault)
        except Rejection as given_up:
            self.complete(self.reject_document.reject(document, given_up))
        else:
            self._send(document, wait)

    def _send(self, document: Document, delay: timedelta) -> None:
        self.parse_queue.send(document_message(document.id), delay=delay, company_id=document.company_id)
