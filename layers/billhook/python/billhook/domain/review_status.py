"""Derive a document's status and its summary fields from the extracted bill."""

from billhook.domain.bill import Bill, Check
from billhook.domain.document import Document
from billhook.domain.document_status import Status, StatusReason, Verdict, needs_review

ONE_BILL = "one_bill"
"""The check that a file holds one bill only."""


def reviewed(document: Document, bill: Bill) -> Document:
    """``document`` with the status that follows from ``bill``, its near duplicates and a person's flag.

    PARSED if no required field is missing and all checks pass, or if a person approved it; else NEEDS_REVIEW.
    """
    is_suspect = bool(bill.failed_checks) or document.duplicates.near_duplicate_of is not None
    by_hand = document.review.flagged_by_hand
    is_flagged = is_suspect if by_hand is None else by_hand
    return document.reviewed(bill, _verdict(bill, is_flagged=is_flagged, is_approved=document.review.is_approved))


def unsplit(bill: Bill, detail: str) -> Bill:
    """``bill``, the first of a file that is not split, with the failed check that causes its review."""
    return bill.model_copy(update={"checks": (*bill.checks, Check(name=ONE_BILL, holds=False, detail=detail))})


def _verdict(bill: Bill, *, is_flagged: bool, is_approved: bool) -> Verdict:
    failed = [check.name for check in bill.failed_checks]
    if bill.lacks:
        reason, detail = StatusReason.MISSING_FIELDS, ", ".join(bill.lacks)
    elif failed and not is_approved:
        reason = StatusReason.TOO_MANY_BILLS if ONE_BILL in failed else StatusReason.FAILED_CHECKS
        detail = ", ".join(failed)
    else:
        return Verdict(status=Status.PARSED, is_flagged=is_flagged)
    return needs_review(reason, detail, is_flagged=is_flagged)
