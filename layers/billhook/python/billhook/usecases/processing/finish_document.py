"""Bring a document into a final state and note the fact for those who wait for it, in one transaction."""

from dataclasses import dataclass
from typing import Any

from billhook.domain.document import Document
from billhook.domain.events import Event, event_of
from billhook.domain.sweep_delays import PUBLISH_WITHIN
from billhook.ports.clock import Clock
from billhook.ports.documents import Documents


@dataclass(frozen=True)
class FinishDocument:
    """The next version of a document, final, with the one event that its change means. Raises Lost."""

    documents: Documents
    clock: Clock

    def __call__(self, document: Document, **change: Any) -> Document:
        final, event = self.ended(document, **change)
        self.documents.commit(final, (event,))
        return final

    def ended(self, document: Document, **change: Any) -> tuple[Document, Event]:
        """The final document and its event, not written yet."""
        now = self.clock.now()
        settled = {"version": document.version + 1, "updated": now, "claimed_until": None, "due_at": None}
        final = document.model_copy(update={**settled, "ocr_job_id": None, "attempts": 0, **change})
        event = Event.about(
            event_of(document, final),
            company_id=final.company_id,
            subject_id=final.id,
            version=final.version,
            job_id=final.job_id,
            occurred=now,
            due_at=now + PUBLISH_WITHIN,
        )
        return final, event
