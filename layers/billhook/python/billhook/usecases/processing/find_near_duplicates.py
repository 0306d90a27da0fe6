"""Find the earlier document of the same bill in other bytes, or the one that a bill revises."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from billhook.domain.bill import Bill
from billhook.domain.bill_fingerprint import same_bill_fingerprint, same_period_fingerprint
from billhook.domain.document import Document, Status
from billhook.ports.documents import Documents, Fingerprints

_ROUNDS = 3

Mark = Callable[[Bill], str | None]


@dataclass(frozen=True)
class FindNearDuplicates:
    """The first document of a company with a mark claims it; the later ones are told of it.

    A claim counts for as long as its document still says so: one that was deleted, rejected or corrected since loses
    it to the next that asks. Who claimed and is not finished yet is believed.
    """

    documents: Documents
    fingerprints: Fingerprints

    def __call__(self, document: Document, bill: Bill) -> dict[str, Any]:
        """``near_duplicate_of`` and ``revised_document_id`` of the document's next version."""
        twin = self._first(document, bill, same_bill_fingerprint)
        same_bytes = twin is not None and twin.sha256 is not None and twin.sha256 == document.sha256
        before = None if twin else self._first(document, bill, same_period_fingerprint)
        return {
            "near_duplicate_of": twin.id if twin and not same_bytes else None,
            "revised_document_id": before.id if before and _is_older(before, bill) else document.revised_document_id,
        }

    def _first(self, document: Document, bill: Bill, mark_of: Mark) -> Document | None:
        mark = mark_of(bill)
        if mark is None:
            return None
        for _ in range(_ROUNDS):
            first_id = self.fingerprints.claim(document.company_id, mark, document.id)
            if first_id == document.id:
                return None
            first = self.documents.get(first_id)
            if first and _stands_by(first, mark, mark_of):
                return first
            self.fingerprints.release(document.company_id, mark, first_id)
        return None


def _stands_by(first: Document, mark: str, mark_of: Mark) -> bool:
    if first.deleted or first.status is Status.REJECTED:
        return False
    return first.digest is None or first.truncated or mark_of(first.digest) == mark


def _is_older(before: Document, bill: Bill) -> bool:
    """Whether ``before`` was billed first, as far as the bills tell: the later one is the revision."""
    dated = before.digest.bill_date if before.digest else None
    return dated is None or bill.bill_date is None or dated <= bill.bill_date
