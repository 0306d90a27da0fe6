"""Note in a job what became of its documents, and close it with the last one."""

from dataclasses import dataclass
from datetime import timedelta

from billhook.domain.document import Document
from billhook.domain.due import PUBLISH_WITHIN
from billhook.domain.errors import Lost
from billhook.domain.events import Event, EventType
from billhook.domain.ids import JobId
from billhook.domain.job import Job, JobEntry, closed
from billhook.ports import Clock, Documents, Jobs

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
        if self._settled(document.job_id, document):
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
        entry = JobEntry(document_id=document.id, outcome=document.outcome, reason=document.status_reason)
        self.jobs.settle(job_id, entry)
        return True

    def _close(self, job_id: JobId) -> bool:
        job = self.jobs.get(job_id)
        now = self.clock.now()
        entries = self.jobs.entries(job_id)
        done = (
            closed(_as_announced(job, len(entries), late=now - job.created > ALL_ANNOUNCED), entries, now=now)
            if job
            else None
        )
        if done is None:
            return False
        event = Event.about(
            EventType.JOB_COMPLETED,
            company_id=done.company_id,
            subject_id=done.id,
            version=1,
            job_id=done.id,
            occurred=now,
            due_at=now + PUBLISH_WITHIN,
        )
        try:
            self.jobs.close(done, event)
        except Lost:
            return True
        return True


def _as_announced(job: Job, found: int, *, late: bool) -> Job:
    """A job whose making was cut short expects what is there of it."""
    return job.model_copy(update={"expected": found}) if late and found < job.expected else job
