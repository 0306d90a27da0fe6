"""Find duplicates: of the bytes of a file, whose result is copied, and of its bill in another file.

The duplicates that wait for a document are sent to the parse queue when it is final.
"""

from collections.abc import Callable
from dataclasses import dataclass

from billhook.domain.bill import Bill
from billhook.domain.content import Content, NearDuplicates, same_bill_fingerprint, same_period_fingerprint
from billhook.domain.document import ONE_BILL, Document, extracted_content_id
from billhook.domain.document_status import Status, StatusReason
from billhook.domain.errors import Deferred
from billhook.domain.events import Event
from billhook.domain.ids import DocumentId
from billhook.domain.job import bill_id, split_off
from billhook.domain.sweep_delays import RECHECK_DELAY
from billhook.ports.clock import Clock
from billhook.ports.documents import Contents, Documents, Fingerprints
from billhook.ports.queues import ParseQueue
from billhook.usecases.processing.steps.finish_document import FinishDocument, ReserveJobCapacity
from billhook.wire.messages import document_message

_ROUNDS = 3
"""Originals that may turn out to be rejected or deleted before the document waits."""


@dataclass(frozen=True)
class Deduplicate:
    """The first document to claim the fingerprint of its bytes is the original; later ones are its duplicates.

    A duplicate waits for an unfinished original. A rejected or deleted original loses the fingerprint. A document with
    ``allow_duplicate`` and a bill split from a file are read without deduplication. The duplicate of a file of several
    bills copies all of them, or the first one only, for review, when its job has no capacity for the others.
    """

    documents: Documents
    fingerprints: Fingerprints
    contents: Contents
    reserve_job_capacity: ReserveJobCapacity
    finish_document: FinishDocument
    clock: Clock

    def copy_original(self, document: Document) -> Document | None:
        """The final duplicate; None for an original, which has to be read.

        Raises Deferred while the original is being processed, and StaleLease.
        """
        sha256 = document.file.sha256 or ""
        for _ in range(_ROUNDS):
            original_id = self.fingerprints.claim(document.company_id, sha256, document.id)
            if original_id == document.id or document.submission.allow_duplicate or document.identity.split_from:
                return None
            original = self._awaited(original_id, document)
            if original and not original.status.is_final:
                break
            content = self._content(original)
            if original and content:
                return self._copy(document, original, content)
            self.fingerprints.release(document.company_id, sha256, original_id)
        raise Deferred(RECHECK_DELAY)

    def _awaited(self, original_id: DocumentId, document: Document) -> Document | None:
        """The original, read again after ``document`` is registered as waiting: it may have finished in between."""
        original = self.documents.get(original_id)
        if original and not original.status.is_final:
            self.fingerprints.add_waiting(original_id, document.id)
            original = self.documents.get(original_id)
        return original

    def _content(self, original: Document | None) -> Content | None:
        if original is None or original.deleted or original.status is Status.REJECTED:
            return None
        return self.contents.get(original)

    def _copy(self, document: Document, original: Document, content: Content) -> Document:
        further = content.bills - 1
        fits = self.reserve_job_capacity.reserve(document, further, minimum=further) == further
        copy = self._copied(document, original, content)
        if not fits:
            copy = copy.needs_review(StatusReason.TOO_MANY_BILLS, ONE_BILL)
        final, event = self.finish_document.close(document, copy)
        numbers = range(2, content.bills + 1) if fits else ()
        bills = [bill for number in numbers if (bill := self._further_bill(document, original, number))]
        if bills:
            self.documents.split(document, bills)
        self.documents.commit(final, (event,))
        return final

    def _further_bill(self, document: Document, original: Document, number: int) -> tuple[Document, Event] | None:
        """The copy of a further bill of the original file, unless that bill was deleted."""
        bill = self.documents.get(bill_id(original.id, number))
        content = self._content(bill)
        if bill is None or content is None:
            return None
        draft = split_off(document, number)
        return self.finish_document.close(draft, self._copied(draft, bill, content))

    def _copied(self, document: Document, original: Document, content: Content) -> Document:
        now, content_id = self.clock.now(), extracted_content_id(document)
        copy = content.copied_for(document.id, content_id, document.version + 1, now)
        self.contents.put(document.company_id, copy, self.contents.document_text(original))
        return document.copied_from(original, content_id, now)


FingerprintOf = Callable[[Bill], str | None]


@dataclass(frozen=True)
class FindNearDuplicates:
    """The first document of a company with a bill's fingerprint claims it; later ones refer to that document.

    A claim ends when its document is deleted, rejected or corrected to another fingerprint. The claim of an unfinished
    document is valid.
    """

    documents: Documents
    fingerprints: Fingerprints

    def find(self, document: Document, bill: Bill) -> NearDuplicates:
        same = self._first(document, bill, same_bill_fingerprint)
        same_bytes = same is not None and same.file.sha256 is not None and same.file.sha256 == document.file.sha256
        revised = None if same else self._first(document, bill, same_period_fingerprint)
        return NearDuplicates(
            near_duplicate_of=same.id if same and not same_bytes else None,
            revised_document_id=revised.id
            if revised and _is_older(revised, bill)
            else document.duplicates.revised_document_id,
        )

    def _first(self, document: Document, bill: Bill, fingerprint_of: FingerprintOf) -> Document | None:
        fingerprint = fingerprint_of(bill)
        if fingerprint is None:
            return None
        for _ in range(_ROUNDS):
            first_id = self.fingerprints.claim(document.company_id, fingerprint, document.id)
            if first_id == document.id:
                return None
            first = self.documents.get(first_id)
            if first and _has_fingerprint(first, fingerprint, fingerprint_of):
                return first
            self.fingerprints.release(document.company_id, fingerprint, first_id)
        return None


def _has_fingerprint(first: Document, fingerprint: str, fingerprint_of: FingerprintOf) -> bool:
    if first.deleted or first.status is Status.REJECTED:
        return False
    return first.result.digest is None or first.result.truncated or fingerprint_of(first.result.digest) == fingerprint


def _is_older(revised: Document, bill: Bill) -> bool:
    """Whether ``revised`` was billed first, as far as the bill dates show."""
    dated = revised.result.digest.bill_date if revised.result.digest else None
    return dated is None or bill.bill_date is None or dated <= bill.bill_date


@dataclass(frozen=True)
class ReleaseDuplicates:
    """A rejected document loses the fingerprint of its bytes. A duplicate whose message is lost is due in a minute."""

    fingerprints: Fingerprints
    parse_queue: ParseQueue

    def release(self, final: Document) -> None:
        if final.status is Status.REJECTED and final.file.sha256:
            self.fingerprints.release(final.company_id, final.file.sha256, final.id)
        for duplicate_id in self.fingerprints.waiting(final.id):
            self.parse_queue.send(document_message(duplicate_id), company_id=final.company_id)
