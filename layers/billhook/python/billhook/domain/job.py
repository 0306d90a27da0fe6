"""A job: one submission of 1..n documents, whose progress is derived from theirs.

A file with several bills becomes several documents: the uploaded one is the first bill.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any

from billhook.domain.document import Document
from billhook.domain.document_status import Outcome, StatusReason
from billhook.domain.ids import CompanyId, DocumentId, JobId, SiteId, derived
from billhook.domain.value import Value

MAX_DOCUMENTS = 500
"""Maximum number of documents of a job, including those of its archives."""


class JobStatus(StrEnum):
    PENDING = "PENDING"
    COMPLETED = "COMPLETED"
    FAILED = "FAILED"


class JobEntry(Value):
    """The outcome of one document of a job, None while it is unfinished.

    An archive has an entry, so that the job waits for it, but it is not one of the job's documents.
    """

    document_id: DocumentId
    outcome: Outcome | None = None
    reason: StatusReason | None = None
    is_archive: bool = False
    archive_id: DocumentId | None = None
    split_from: DocumentId | None = None


def entry_of(document: Document) -> JobEntry:
    """The entry of ``document`` in its present state."""
    return JobEntry(
        document_id=document.id,
        outcome=document.outcome,
        reason=document.verdict.status_reason if document.outcome else None,
        is_archive=document.file.is_archive,
        archive_id=document.identity.archive_id,
        split_from=document.identity.split_from,
    )


class Job(Value):
    """The head of a job. ``expected`` is the number of documents in the request."""

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

    def without_lost(self, entries: "Sequence[JobEntry]") -> "Job":
        """Expecting only the documents that have rows: the request that created the job failed midway."""
        return self.model_copy(update={"expected": min(self.expected, announced(entries))})


def announced(entries: Sequence[JobEntry]) -> int:
    """Number of submitted documents, without those from archives and multi-bill files."""
    return sum(1 for entry in entries if entry.archive_id is None and entry.split_from is None)


def closed(job: Job, entries: Sequence[JobEntry], *, now: datetime) -> Job | None:
    """The closed ``job``; None while a document is not final.

    COMPLETED if at least one document reached a decision. FAILED if all were rejected for technical reasons; the first
    of these is the job's.
    """
    if job.status is not JobStatus.PENDING or announced(entries) < job.expected:
        return None
    if any(entry.outcome is None for entry in entries):
        return None
    decided = [entry for entry in entries if not entry.is_archive]
    failed = bool(decided) and all(entry.outcome is Outcome.FAILED for entry in decided)
    change = {
        "status": JobStatus.FAILED if failed else JobStatus.COMPLETED,
        "termination_reason": decided[0].reason if failed else None,
        "updated": now,
        "due_at": None,
    }
    return job.model_copy(update=change)


MOST_BILLS = 40
"""A file of more bills needs a review."""


def bill_id(first: DocumentId, number: int) -> DocumentId:
    """The derived id of bill ``number`` (from 2) in the file of ``first``: equal when the file is split again."""
    return DocumentId(derived("bill", first, number))


def in_order(entries: Iterable[JobEntry]) -> tuple[JobEntry, ...]:
    """Entries of a job in the order of their upload, the bills of one file in sequence."""
    entries = tuple(entries)
    firsts = {entry.split_from for entry in entries if entry.split_from}
    numbers = {bill_id(first, number): number for first in firsts for number in range(2, MOST_BILLS + 1)}

    def position(entry: JobEntry) -> tuple[DocumentId, int]:
        return entry.split_from or entry.document_id, numbers.get(entry.document_id, 1)

    return tuple(sorted(entries, key=position))


def split_off(first: Document, number: int) -> Document:
    """The unread document of bill ``number`` in the file of ``first``."""
    return first.split_off(bill_id(first.id, number))
