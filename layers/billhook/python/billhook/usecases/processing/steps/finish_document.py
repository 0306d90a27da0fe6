"""Commit a document's final state with its event, in one transaction; reserve capacity in its job for its parts.

Parts are documents that come out of an archive or of a file of several bills.
"""

from dataclasses import dataclass

from billhook.domain.document import Document
from billhook.domain.events import Event, event_of
from billhook.domain.job import MAX_DOCUMENTS, announced
from billhook.domain.sweep_delays import PUBLISH_DEADLINE
from billhook.ports.clock import Clock
from billhook.ports.documents import Documents, Jobs


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


@dataclass(frozen=True)
class ReserveJobCapacity:
    """Reservations are written before the documents and never released, so that a retry after a crash has the same.

    The submitted files of a job have their capacity from the start; the first file of an archive takes the archive's.
    """

    jobs: Jobs

    def reserve(self, source: Document, requested: int, *, minimum: int = 1) -> int:
        """How many of ``requested`` documents beside ``source`` the job takes: none when fewer than ``minimum`` fit."""
        if source.job_id is None or requested < 1:
            return max(requested, 0)
        limit = MAX_DOCUMENTS - announced(self.jobs.entries(source.job_id))
        return self.jobs.reserve_job_capacity(source.job_id, source.id, requested, limit=limit, minimum=minimum)
