"""Note in a job what became of its documents, and close it with the last one."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta

from billhook.domain.document import Document
from billhook.domain.errors import StaleLease
from billhook.domain.events import Event, EventType
from billhook.domain.ids import JobId
from billhook.domain.job import Job, announced, closed, entry_of
from billhook.domain.sweep_delays import PUBLISH_DEADLINE
from billhook.ports.clock import Clock
from billhook.ports.documents import Documents, Jobs

ALL_ANNOUNCED = timedelta(minutes=15)
"""By then the request that made the job is over: rows that are not there never come."""


@dataclass(frozen=True)
class SettleJob:
    """One write for each document, so that a hundred of them never fight for one row. Doing it again does no harm."""

    jobs: Jobs
    documents: Documents
    clock: Clock

    def __call__(self, document: Document) -> None:
        """Note what ``document`` became, if it is final."""
        if document.job_id and self._settled(document.job_id, document):
            self._close(document.job_id)

    def overdue(self, job_id: JobId) -> bool:
        """Settle what nobody settled; whether the job is closed now."""
        for entry in self.jobs.entries(job_id):
            if entry.outcome is None and (document := self.documents.get(entry.document_id)):
                self._settled(job_id, document)
        return self._close(job_id)

    def _settled(self, job_id: JobId, document: Document) -> bool:
        if document.outcome is None:
            return False
        self.jobs.settle(job_id, entry_of(document))
        return True

    def _close(self, job_id: JobId) -> bool:
        """Close the job if all is settled; whether it is closed now, by us or by another who settled last as well."""
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
        """The job as it will be when it is closed; None while it is not over. A half-made job expects what it has."""
        job = self.jobs.get(job_id)
        if job is None:
            return None
        now, entries = self.clock.now(), self.jobs.entries(job_id)
        if now - job.created > ALL_ANNOUNCED:
            job = job.model_copy(update={"expected": min(job.expected, announced(entries))})
        return closed(job, entries, now=now)
