"""Record the outcome of a document in its job, and close the job with the last one."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta

from billhook.domain.document import Document
from billhook.domain.errors import StaleLease
from billhook.domain.events import Event, EventType
from billhook.domain.ids import JobId
from billhook.domain.job import Job, closed, entry_of
from billhook.domain.sweep_delays import PUBLISH_DEADLINE
from billhook.ports.clock import Clock
from billhook.ports.documents import Documents, Jobs

ALL_ANNOUNCED = timedelta(minutes=15)
"""The request that created the job has ended by then: missing rows will not be written."""


@dataclass(frozen=True)
class SettleJob:
    """One write for each document, so that the documents of a job do not contend for one row. Can be repeated."""

    jobs: Jobs
    documents: Documents
    clock: Clock

    def settle(self, document: Document) -> None:
        """Record the outcome of ``document``, if it is final."""
        if document.job_id and self._settled(document.job_id, document):
            self._close(document.job_id)

    def overdue(self, job_id: JobId) -> bool:
        """Record outcomes that are missing; whether the job is closed now."""
        open_ids = [entry.document_id for entry in self.jobs.entries(job_id) if entry.outcome is None]
        for document in self.documents.get_many(open_ids):
            self._settled(job_id, document)
        return self._close(job_id)

    def _settled(self, job_id: JobId, document: Document) -> bool:
        if document.outcome is None:
            return False
        self.jobs.settle(job_id, entry_of(document))
        return True

    def _close(self, job_id: JobId) -> bool:
        """Close the job when every outcome is recorded; whether it is closed now, by this or another worker."""
        done = self._done(job_id)
        if done is None:
            return False
        event = Event.about(
            EventType.JOB_COMPLETED,
            company_id=done.company_id,
            subject_id=done.id,
            version=1,
            job_id=done.id,
            occurred=done.updated,
            due_at=done.updated + PUBLISH_DEADLINE,
        )
        with suppress(StaleLease):
            self.jobs.close(done, event)
        return True

    def _done(self, job_id: JobId) -> Job | None:
        """The job in its end state; None while documents are unfinished."""
        job = self.jobs.get(job_id)
        if job is None:
            return None
        now, entries = self.clock.now(), self.jobs.entries(job_id)
        if now - job.created > ALL_ANNOUNCED:
            job = job.without_lost(entries)
        return closed(job, entries, now=now)
