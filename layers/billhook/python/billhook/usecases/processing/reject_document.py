"""Reject a document whose file will never be read."""

from dataclasses import dataclass
from typing import Any

from billhook.domain.document import Document, Status, StatusReason
from billhook.domain.errors import Rejection
from billhook.usecases.processing.finish_document import FinishDocument


@dataclass(frozen=True)
class RejectDocument:
    """REJECTED, with the rejection's code as the reason. Raises Lost.

    An archive that is refused becomes a document, so that its sender sees it among those that failed.
    """

    finish: FinishDocument

    def __call__(self, document: Document, rejection: Rejection, **read: Any) -> Document:
        """``read`` are fields that tell of a reading, if it came to one; what was read before counts no more."""
        reason = StatusReason(rejection.code)
        is_bill = False if reason is StatusReason.NOT_A_UTILITY_BILL else None
        nothing = {"content_id": None, "digest": None, "truncated": False, "is_flagged": False, "page_routes": ()}
        return self.finish(
            document,
            **{**nothing, "near_duplicate_of": None, **read},
            status=Status.REJECTED,
            status_reason=reason,
            status_detail=str(rejection),
            is_utility_bill=is_bill,
            is_archive=False,
        )
