"""The status of a document, the verdict that gives it with its reason, what a person decided, and its lease."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum


class Status(StrEnum):
    """AWAITING_UPLOAD -> PROCESSING (WAITING_OCR inside) -> PARSED | NEEDS_REVIEW | REJECTED; an archive: UNPACKED."""

    AWAITING_UPLOAD = "AWAITING_UPLOAD"
    PROCESSING = "PROCESSING"
    WAITING_OCR = "WAITING_OCR"
    PARSED = "PARSED"
    NEEDS_REVIEW = "NEEDS_REVIEW"
    REJECTED = "REJECTED"
    UNPACKED = "UNPACKED"

    @property
    def is_final(self) -> bool:
        return self in (Status.PARSED, Status.NEEDS_REVIEW, Status.REJECTED, Status.UNPACKED)

    @property
    def shown(self) -> "Status":
        """The public status: WAITING_OCR is PROCESSING, and an unpacked archive has none."""
        return Status.PROCESSING if self in {Status.WAITING_OCR, Status.UNPACKED} else self


class StatusReason(StrEnum):
    """Reason of a rejection or of a review. Stable codes."""

    NOT_A_UTILITY_BILL = "not_a_utility_bill"
    UNREADABLE = "unreadable"
    ENCRYPTED = "encrypted"
    CORRUPT = "corrupt"
    UNSUPPORTED_TYPE = "unsupported_type"
    TOO_LARGE = "too_large"
    TOO_MANY_PAGES = "too_many_pages"
    TOO_MANY_BILLS = "too_many_bills"
    FETCH_FAILED = "fetch_failed"
    NEVER_UPLOADED = "never_uploaded"
    UNSAFE = "unsafe"
    TIMEOUT = "timeout"
    DELETED = "deleted"
    SERVICE_UNAVAILABLE = "service_unavailable"
    JOB_TOO_LARGE = "job_too_large"
    MISSING_FIELDS = "missing_fields"
    FAILED_CHECKS = "failed_checks"


class Outcome(StrEnum):
    """Outcome of a document in its job.

    Each document ends in exactly one of the job's four lists, an unpacked archive in none.
    """

    PARSED = "PARSED"
    DUPLICATE = "DUPLICATE"
    NON_UTILITY = "NON_UTILITY"
    FAILED = "FAILED"
    UNPACKED = "UNPACKED"


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """``status_detail`` names what is missing or failed. ``is_flagged`` asks a person to look at the values."""

    status: Status
    status_reason: StatusReason | None = None
    status_detail: str | None = None
    is_flagged: bool = False

    def started(self) -> "Verdict":
        return replace(self, status=Status.PROCESSING)

    def waiting_for_ocr(self) -> "Verdict":
        return replace(self, status=Status.WAITING_OCR)

    def unpacked(self) -> "Verdict":
        return replace(self, status=Status.UNPACKED)

    def reopened(self) -> "Verdict":
        """In PROCESSING again; the flag of the last version stays."""
        return Verdict(status=Status.PROCESSING, is_flagged=self.is_flagged)

    def deleted(self) -> "Verdict":
        """REJECTED if unfinished, so that its job does not wait for it; a final one is unchanged."""
        if self.status.is_final:
            return self
        return replace(self, status=Status.REJECTED, status_reason=StatusReason.DELETED)

    def erased(self) -> "Verdict":
        """What the job has to know of a deleted document."""
        return Verdict(status=self.status, status_reason=self.status_reason)


def rejected(reason: StatusReason, detail: str) -> Verdict:
    return Verdict(status=Status.REJECTED, status_reason=reason, status_detail=detail)


def needs_review(reason: StatusReason, detail: str, *, is_flagged: bool = True) -> Verdict:
    return Verdict(status=Status.NEEDS_REVIEW, status_reason=reason, status_detail=detail, is_flagged=is_flagged)


@dataclass(frozen=True, kw_only=True)
class Review:
    """``flagged_by_hand`` is the person's flag, where False approves the document and None leaves it to the checks.

    ``changed_by`` is the email address of the person who wrote this version; None for a version that was read.
    """

    flagged_by_hand: bool | None = None
    changed_by: str | None = None

    @property
    def is_approved(self) -> bool:
        return self.flagged_by_hand is False

    def not_corrected(self) -> "Review":
        """Of a version that was read: an approval was for the earlier values, a flag stays."""
        return Review(flagged_by_hand=self.flagged_by_hand or None)


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
