"""What a bill makes of its document: the state that it deserves, and what its head shows of it."""

from typing import Any

from billhook.domain.bill import Bill
from billhook.domain.document import Content, Document, Status, StatusReason, digest_of

ONE_BILL = "one_bill"
"""The check that a file holds one bill only."""


def status_fields(document: Document, bill: Bill) -> dict[str, Any]:
    """The fields of ``document``'s next version that follow from ``bill``, from likeness and from what people said.

    PARSED when it lacks nothing and adds up, or when a person said that it is fine as it is; else NEEDS_REVIEW.
    """
    digest, truncated = digest_of(bill)
    suspect = bool(bill.failed_checks) or document.near_duplicate_of is not None
    return {
        **_state(bill, accepted=document.flagged_by_hand is False),
        "is_flagged": suspect if document.flagged_by_hand is None else document.flagged_by_hand,
        "is_utility_bill": True,
        "announced": document.announced or bool(bill.bill_date and bill.charges_units),
        "digest": digest,
        "truncated": truncated,
        "pages": bill.pages,
    }


def as_read(content: Content) -> dict[str, Any]:
    """The fields of the document's next version that tell how ``content`` was come by."""
    return {
        "content_id": content.id,
        "page_routes": content.page_routes,
        "estimated_cost": content.cost,
        "parsed": content.created,
    }


def _state(bill: Bill, *, accepted: bool) -> dict[str, Any]:
    failed = [check.name for check in bill.failed_checks]
    if bill.lacks:
        reason, detail = StatusReason.MISSING_FIELDS, ", ".join(bill.lacks)
    elif failed and not accepted:
        reason = StatusReason.TOO_MANY_BILLS if ONE_BILL in failed else StatusReason.FAILED_CHECKS
        detail = ", ".join(failed)
    else:
        return {"status": Status.PARSED, "status_reason": None, "status_detail": None}
    return {"status": Status.NEEDS_REVIEW, "status_reason": reason, "status_detail": detail}
