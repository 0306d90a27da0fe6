"""Make a bill of a reading and bring its document into the state that it deserves."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from billhook.domain.bill import Bill, Check, Extraction
from billhook.domain.document import Content, Document, PageRoute, StatusReason, read_content_id
from billhook.domain.errors import Rejection
from billhook.domain.judgement import ONE_BILL, judged
from billhook.domain.reading import COST_PER_PAGE_USD, Reading, Route
from billhook.ports import Clock, Contents
from billhook.usecases.find_likeness import FindLikeness
from billhook.usecases.finish_document import FinishDocument
from billhook.usecases.reject_document import RejectDocument


@dataclass(frozen=True)
class ConcludeReading:
    """PARSED when the bill lacks nothing and adds up, else NEEDS_REVIEW; REJECTED when it is no bill. Raises Lost.

    What it says is stored before the document points at it, under an id that no other holder has: whoever loses the
    race to commit has changed nothing of what the winner's document says.
    """

    extract: Callable[[Reading], Extraction]
    contents: Contents
    find_likeness: FindLikeness
    finish: FinishDocument
    reject: RejectDocument
    clock: Clock

    def __call__(self, document: Document, reading: Reading) -> Document:
        extraction = self.extract(reading)
        content = Content(
            id=read_content_id(document),
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
        content = self.contents.left(document)
        return self._conclude(document, content, None) if content and content.bill else None

    def _conclude(self, document: Document, content: Content, reason: str | None) -> Document:
        costs = (COST_PER_PAGE_USD[Route(page.route)] for page in content.page_routes)
        read: dict[str, Any] = {
            "content_id": content.id,
            "page_routes": content.page_routes,
            "estimated_cost": sum(costs, Decimal(0)),
            "parsed": content.created,
        }
        if content.bill is None:
            return self.reject(document, _no_bill(reason), **read)
        # A person's "all is well" was about the values before; "look at this" still is about the document.
        said = {"duplicate_of": None, "flagged_by_hand": document.flagged_by_hand or None}
        alike = self.find_likeness(document, content.bill)
        document = document.model_copy(update={**read, **said, **alike})
        return self.finish(document, **judged(document, content.bill))


def _only_bill(bills: tuple[Bill, ...]) -> Bill:
    """The first bill; that there are more in the file is a check that fails, so that a person looks at it."""
    bill = bills[0]
    if len(bills) == 1:
        return bill
    detail = f"The file holds {len(bills)} bills; this document is the first of them."
    return bill.model_copy(update={"checks": (*bill.checks, Check(name=ONE_BILL, holds=False, detail=detail))})


def _no_bill(reason: str | None) -> Rejection:
    code = StatusReason(reason) if reason in set(StatusReason) else StatusReason.NOT_A_UTILITY_BILL
    return Rejection(code, "There is no utility bill in this file.")
