"""Commit a document's final state with the event that follows from it, in one transaction."""

from dataclasses import dataclass

from billhook.domain.document import Document
from billhook.domain.events import Event, event_of
from billhook.domain.sweep_delays import PUBLISH_DEADLINE
from billhook.ports.clock import Clock
from billhook.ports.documents import Documents


@dataclass(frozen=True)
class FinishDocument:
    documents: Documents
    clock: Clock

    def finish(self, before: Document, after: Document) -> Document:
        """Commit ``after``, a final state of ``before``, as the next version. Raises StaleLease."""
        final, event = self.close(before, after)
        self.documents.commit(final, (event,))
        return final

    def close(self, before: Document, after: Document) -> tuple[Document, Event]:
        """The next version and its event, which are not written yet."""
        now = self.clock.now()
        final = after.closed(now)
        event = Event.about(
            event_of(before, final),
            company_id=final.company_id,
            subject_id=final.id,
            version=final.version,
            job_id=final.job_id,
            occurred=now,
            due_at=now + PUBLISH_DEADLINE,
        )
        return final, event
