"""Same bytes, same company: become a copy of the first document instead of being read again."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from billhook.domain.document import Content, Document, Status, StatusReason, read_content_id
from billhook.domain.events import Event
from billhook.domain.ids import DocumentId
from billhook.domain.review_status import ONE_BILL
from billhook.domain.split import beside, bill_id
from billhook.domain.sweep_delays import LOOK_AGAIN
from billhook.ports.clock import Clock
from billhook.ports.documents import Contents, Documents, Fingerprints
from billhook.usecases.processing.finish_document import FinishDocument
from billhook.usecases.processing.release_lease import ReleaseLease
from billhook.usecases.processing.reserve_job_capacity import ReserveJobCapacity

_ROUNDS = 3
"""How often a first document may turn out to be no good before we come back later."""

_ALONE = {
    "status": Status.NEEDS_REVIEW,
    "status_reason": StatusReason.TOO_MANY_BILLS,
    "status_detail": ONE_BILL,
    "is_flagged": True,
}
"""How a copy ends whose further bills found no room."""


@dataclass(frozen=True)
class Deduplicate:
    """Goes on with the first document of some bytes; copies the first one's content into a later one.

    While the first is unfinished the later one waits for it. A first one that was rejected or is gone loses its claim
    on the bytes. ``allow_duplicate`` is read afresh, whoever was first, and so is one bill of a file of many.
    A copy of such a file is a copy of all its bills; of the first alone, for a person to look at, where the job has no
    room for the others.
    """

    documents: Documents
    fingerprints: Fingerprints
    contents: Contents
    reserve_job_capacity: ReserveJobCapacity
    finish: FinishDocument
    release_lease: ReleaseLease
    clock: Clock

    def __call__(self, document: Document, go_on: Callable[[], Document | None]) -> Document | None:
        """``document`` when it is final, None when it waits. Raises Lost."""
        sha256 = document.sha256 or ""
        for _ in range(_ROUNDS):
            first_id = self.fingerprints.claim(document.company_id, sha256, document.id)
            if first_id == document.id or document.allow_duplicate or document.split_from:
                return go_on()
            first = self._settled(first_id, document)
            if first and not first.status.is_final:
                break
            content = self._content(first)
            if first and content:
                return self._copy(document, first, content)
            self.fingerprints.release(document.company_id, sha256, first_id)
        self.release_lease(document, LOOK_AGAIN)
        return None

    def _settled(self, first_id: DocumentId, document: Document) -> Document | None:
        """The first document, looked at once more after we are known to wait: it may have finished in between."""
        first = self.documents.get(first_id)
        if first and not first.status.is_final:
            self.fingerprints.add_waiting(first_id, document.id)
            first = self.documents.get(first_id)
        return first

    def _content(self, first: Document | None) -> Content | None:
        if first is None or first.deleted or first.status is Status.REJECTED:
            return None
        return self.contents.get(first)

    def _copy(self, document: Document, first: Document, content: Content) -> Document:
        more = content.bills - 1
        fits = self.reserve_job_capacity(document, more, minimum=more) == more
        final, event = self._copied(document, first, content, **({} if fits else _ALONE))
        others = [self._other(document, first, number) for number in range(2, content.bills + 1) if fits]
        if any(others):
            self.documents.split(document, [one for one in others if one])
        self.documents.commit(final, (event,))
        return final

    def _other(self, document: Document, first: Document, number: int) -> tuple[Document, Event] | None:
        """The copy of one further bill of the first file, if it is still there."""
        original = self.documents.get(bill_id(first.id, number))
        content = self._content(original)
        if original is None or content is None:
            return None
        return self._copied(beside(document, number), original, content)

    def _copied(self, document: Document, first: Document, content: Content, **instead: Any) -> tuple[Document, Event]:
        """The copy and its event; ``instead`` are fields that differ from the first one's."""
        now, content_id = self.clock.now(), read_content_id(document)
        own = {"id": content_id, "document_id": document.id, "version": document.version + 1, "created": now}
        self.contents.put(document.company_id, content.model_copy(update=own), self.contents.document_text(first))
        same = ("status", "status_reason", "status_detail", "is_flagged", "is_utility_bill", "announced")
        read = ("pages", "page_routes", "digest", "truncated", "near_duplicate_of", "revised_document_id")
        copied = {name: getattr(first, name) for name in same + read}
        own_head = {"content_id": content_id, "parsed": now, "duplicate_of": first.id, "estimated_cost": Decimal(0)}
        return self.finish.ended(document, **{**copied, **own_head, **instead})
