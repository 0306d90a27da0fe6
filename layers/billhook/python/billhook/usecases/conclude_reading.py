"""Make a bill of a reading and bring its document into the state that it deserves."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from billhook.domain.bill import Bill, Check, Extraction
from billhook.domain.document import Content, Document, PageRoute, Status, StatusReason, digest_of
from billhook.domain.errors import Rejection
from billhook.domain.reading import COST_PER_PAGE_USD, Reading, Route
from billhook.ports import Clock, Contents
from billhook.usecases.finish_document import FinishDocument
from billhook.usecases.reject_document import RejectDocument

ONE_BILL = "one_bill"
"""The check that a file holds one bill only."""


@dataclass(frozen=True)
class ConcludeReading:
    """PARSED when the bill lacks nothing and adds up, else NEEDS_REVIEW; REJECTED when it is no bill. Raises Lost.

    What it says is stored before the document points at it. A version that is stored already is never stored anew.
    """

    extract: Callable[[Reading], Extraction]
    contents: Contents
    finish: FinishDocument
    reject: RejectDocument
    clock: Clock

    def __call__(self, document: Document, reading: Reading) -> Document:
        extraction = self.extract(reading)
        content = Content(
            document_id=document.id,
            version=document.version + 1,
            created=self.clock.now(),
            bill=_only_bill(extraction.bills) if extraction.bills else None,
            page_routes=tuple(PageRoute(page=page.number, route=page.route.value) for page in reading.pages),
        )
        self.contents.put(document.company_id, content, reading)
        return self._conclude(document, content, extraction.reason)

    def resume(self, document: Document) -> Document | None:
        """What an earlier holder stored and did not live to commit; None when there is nothing."""
        content = self.contents.get(document.company_id, document.id, document.version + 1)
        return self._conclude(document, content, None) if content and content.bill else None

    def _conclude(self, document: Document, content: Content, reason: str | None) -> Document:
        costs = (COST_PER_PAGE_USD[Route(page.route)] for page in content.page_routes)
        read: dict[str, Any] = {"page_routes": content.page_routes, "estimated_cost": sum(costs, Decimal(0))}
        if content.bill is None:
            return self.reject(document.model_copy(update=read), _no_bill(reason))
        digest, truncated = digest_of(content.bill)
        announced = document.announced or bool(content.bill.bill_date and content.bill.charges_units)
        told = {"digest": digest, "truncated": truncated, "announced": announced, "is_utility_bill": True}
        judged = {**_judgement(content.bill), "is_flagged": bool(content.bill.failed_checks)}
        return self.finish(document, **read, **told, **judged, pages=content.bill.pages)


def _only_bill(bills: tuple[Bill, ...]) -> Bill:
    """The first bill; that there are more in the file is a check that fails, so that a person looks at it."""
    bill = bills[0]
    if len(bills) == 1:
        return bill
    detail = f"The file holds {len(bills)} bills; this document is the first of them."
    return bill.model_copy(update={"checks": (*bill.checks, Check(name=ONE_BILL, holds=False, detail=detail))})


def _judgement(bill: Bill) -> dict[str, Any]:
    failed = [check.name for check in bill.failed_checks]
    if bill.lacks:
        reason, detail = StatusReason.MISSING_FIELDS, ", ".join(bill.lacks)
    elif ONE_BILL in failed:
        reason, detail = StatusReason.TOO_MANY_BILLS, ", ".join(failed)
    elif failed:
        reason, detail = StatusReason.FAILED_CHECKS, ", ".join(failed)
    else:
        return {"status": Status.PARSED, "status_reason": None, "status_detail": None}
    return {"status": Status.NEEDS_REVIEW, "status_reason": reason, "status_detail": detail}


def _no_bill(reason: str | None) -> Rejection:
    code = StatusReason(reason) if reason in set(StatusReason) else StatusReason.NOT_A_UTILITY_BILL
    return Rejection(code, "There is no utility bill in this file.")
