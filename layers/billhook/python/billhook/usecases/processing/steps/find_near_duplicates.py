"""Find the earlier document of the same bill with other bytes, or the document that a bill revises."""

from collections.abc import Callable
from dataclasses import dataclass

from billhook.domain.bill import Bill
from billhook.domain.content import same_bill_fingerprint, same_period_fingerprint
from billhook.domain.document import Document
from billhook.domain.document_status import Status
from billhook.domain.duplicates import NearDuplicates
from billhook.ports.documents import Documents, Fingerprints

_ROUNDS = 3

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
