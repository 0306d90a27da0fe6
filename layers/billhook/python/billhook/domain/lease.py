"""The lease of a document: which worker has claimed it, until when, and when the sweeper checks it."""

from dataclasses import dataclass, replace
from datetime import datetime


@dataclass(frozen=True, kw_only=True)
class Lease:
    """``fence`` is the fencing token: each claim increments it, and only its newest value may commit.

    ``due_at`` is when the sweeper checks an unfinished document, or erases a deleted one; a final one has none.
    ``attempts`` counts the processes that died while they held the file, or the failed downloads.
    ``ocr_job_id`` is the OCR job that the document waits for.
    """

    fence: int = 0
    claimed_until: datetime | None = None
    due_at: datetime | None = None
    attempts: int = 0
    ocr_job_id: str | None = None

    def claimed(self, until: datetime) -> "Lease":
        """Claimed until ``until`` under the next fencing token."""
        return replace(self, fence=self.fence + 1, claimed_until=until, due_at=until)

    def attempted(self) -> "Lease":
        """One more attempt is counted. It is saved before the file is opened, and ``released`` takes it back."""
        return replace(self, attempts=self.attempts + 1)

    def released(self, due_at: datetime) -> "Lease":
        """Waiting without a claim; no attempt is counted, because the worker lives."""
        return replace(self, claimed_until=None, due_at=due_at, attempts=0)

    def retried(self, due_at: datetime) -> "Lease":
        """Waiting without a claim; the attempts stay counted."""
        return replace(self, claimed_until=None, due_at=due_at)

    def waiting_for_ocr(self, ocr_job_id: str, due_at: datetime) -> "Lease":
        return replace(self.released(due_at), ocr_job_id=ocr_job_id)

    def reopened(self, due_at: datetime) -> "Lease":
        return replace(self.released(due_at), ocr_job_id=None)

    def seized(self) -> "Lease":
        """Under the next fencing token: a worker that has claimed it cannot commit any more."""
        return replace(self, fence=self.fence + 1)

    def ended(self, due_at: datetime | None = None) -> "Lease":
        """Without claim and OCR job; due at ``due_at``, or never again."""
        return Lease(fence=self.fence, due_at=due_at)
