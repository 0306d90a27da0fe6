"""Statuses of a document, their reasons, and its outcome in a job."""

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
