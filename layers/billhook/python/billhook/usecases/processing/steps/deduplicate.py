"""Deduplicate files: a document with the bytes of an earlier one of its company copies that one's result."""

from dataclasses import dataclass

from billhook.domain.content import Content
from billhook.domain.document import Document, extracted_content_id
from billhook.domain.document_status import Status, StatusReason
from billhook.domain.errors import Deferred
from billhook.domain.events import Event
from billhook.domain.ids import DocumentId
from billhook.domain.job import bill_id, split_off
from billhook.domain.review_status import ONE_BILL
from billhook.domain.sweep_delays import RECHECK_DELAY
from billhook.ports.clock import Clock
from billhook.ports.documents import Contents, Documents, Fingerprints
from billhook.usecases.processing.steps.finish_document import FinishDocument
from billhook.usecases.processing.steps.reserve_job_capacity import ReserveJobCapacity

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
