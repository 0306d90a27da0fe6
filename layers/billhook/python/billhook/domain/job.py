"""One submission of 1..n documents; its progress is derived from theirs."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any

from billhook.domain.document import Outcome, StatusReason
from billhook.domain.ids import CompanyId, DocumentId, JobId, SiteId
from billhook.domain.values import Value


class JobStatus(StrEnum):
    PENDING = "PENDING"
    COMPLETED = "COMPLETED"
    FAILED = "FAILED"


class JobEntry(Value):
    """What became of one document of a job; ``outcome`` is None while it is being worked on."""

    document_id: DocumentId
    outcome: Outcome | None = None
    reason: StatusReason | None = None


class Job(Value):
    """The head of a job. ``expected`` is how many documents were announced when it was made."""

    id: JobId
    company_id: CompanyId
    site_id: SiteId | None = None
    expected: int
    status: JobStatus = JobStatus.PENDING
    termination_reason: StatusReason | None = None
    info: dict[str, Any] | None = None
    created: datetime
    updated: datetime
    due_at: datetime | None = None


def closed(job: Job, entries: Sequence[JobEntry], *, now: datetime) -> Job | None:
    """``job`` in its end state, or None while a document is not final.

    COMPLETED when at least one document reached a decision; FAILED only when each was rejected for a
    technical reason, the first of which is the job's.
    """
    if job.status is not JobStatus.PENDING or len(entries) < job.expected:
        return None
    if any(entry.outcome is None for entry in entries):
        return None
    failed = bool(entries) and all(entry.outcome is Outcome.FAILED for entry in entries)
    change = {
        "status": JobStatus.FAILED if failed else JobStatus.COMPLETED,
        "termination_reason": entries[0].reason if failed else None,
        "updated": now,
        "due_at": None,
    }
    return job.model_copy(update=change)
