"""Make a bill of a reading and bring its document into the state that it deserves."""

from dataclasses import dataclass

from billhook.domain.bill import Bill, Check
from billhook.domain.document import Content, Document, StatusReason, read_content_id
from billhook.domain.document_text import DocumentText
from billhook.domain.errors import Rejection
from billhook.domain.job import MAX_DOCUMENTS
from billhook.domain.review_status import ONE_BILL, as_read, status_fields
from billhook.domain.split import MOST_BILLS
from billhook.ports.clock import Clock
from billhook.ports.documents import Contents
from billhook.usecases.processing.extract_with_fallback import ExtractWithFallback
from billhook.usecases.processing.find_near_duplicates import FindNearDuplicates
from billhook.usecases.processing.finish_document import FinishDocument
from billhook.usecases.processing.reject_document import RejectDocument
from billhook.usecases.processing.reserve_job_capacity import ReserveJobCapacity
from billhook.usecases.processing.split_file import SplitFile, routes_of


@dataclass(frozen=True)
class FinalizeDocument:
    """PARSED when the bill lacks nothing and adds up, else NEEDS_REVIEW; REJECTED when it is no bill. Raises Lost.

    What it says is stored before the document points at it, under an id that no other holder has: whoever loses the
    race to commit has changed nothing of what the winner's document says.
    """

    extract_with_fallback: ExtractWithFallback
    contents: Contents
    find_near_duplicates: FindNearDuplicates
    split_file: SplitFile
    reserve_job_capacity: ReserveJobCapacity
    finish: FinishDocument
    reject: RejectDocument
    clock: Clock

    def __call__(self, document: Document, content: bytes, reading: DocumentText) -> Document:
        """``reading`` is that of the file's ``content``, which may be looked at more closely."""
        reading, extraction = self.extract_with_fallback(document.company_id, content, reading)
        bills = self._own(document, extraction.bills)
        own = _without(reading, bills[1:])
        said = Content(
            id=read_content_id(document),
            document_id=document.id,
            version=document.version + 1,
            created=self.clock.now(),
            bill=bills[0] if bills else None,
            page_routes=routes_of(own),
            cost=own.cost,
            bills=max(1, len(bills)),
        )
        self.split_file.store(document, said, bills, reading)
        self.contents.put(document.company_id, said, own)
        return self._conclude(document, said, extraction.reason)

    def _own(self, document: Document, bills: tuple[Bill, ...]) -> tuple[Bill, ...]:
        """The bills that the document stands for: of a file that was split before its own one, of a fresh file all.

        Of more than can be, the first; a check that fails has a person look at it.
        """
        if document.split_from and bills:
            return (max(bills, key=lambda bill: len(set(bill.pages) & set(document.pages))),)
        others = len(bills) - 1
        if others >= MOST_BILLS:
            return _unsplit(bills, f"one of more than {MOST_BILLS} is not split.")
        if self.reserve_job_capacity(document, others, minimum=others) < others:
            return _unsplit(bills, f"its job, which has {MAX_DOCUMENTS} documents at most, has no room for them.")
        return bills

    def resume(self, document: Document) -> Document | None:
        """What an earlier holder stored and did not live to commit; None when there is nothing."""
        content = self.contents.latest_uncommitted(document)
        return self._conclude(document, content, None) if content and content.bill else None

    def _conclude(self, document: Document, content: Content, reason: str | None) -> Document:
        read = as_read(content)
        if content.bill is None:
            return self.reject(document, _no_bill(reason), **read)
        if content.bills > 1:
            self.split_file(document, content)
        # A person's "all is well" was about the values before; "look at this" still is about the document.
        said = {"duplicate_of": None, "changed_by": None, "flagged_by_hand": document.flagged_by_hand or None}
        alike = self.find_near_duplicates(document, content.bill)
        document = document.model_copy(update={**read, **said, **alike})
        return self.finish(document, **status_fields(document, content.bill))


def _unsplit(bills: tuple[Bill, ...], why: str) -> tuple[Bill, ...]:
    detail = f"The file holds {len(bills)} bills; {why}"
    too_many = Check(name=ONE_BILL, holds=False, detail=detail)
    return (bills[0].model_copy(update={"checks": (*bills[0].checks, too_many)}),)


def _without(reading: DocumentText, others: tuple[Bill, ...]) -> DocumentText:
    """The pages that no other bill has: the document's own, and those that are nobody's."""
    theirs = {number for bill in others for number in bill.pages}
    return DocumentText(tuple(page for page in reading.pages if page.number not in theirs))


def _no_bill(reason: str | None) -> Rejection:
    code = StatusReason(reason) if reason in set(StatusReason) else StatusReason.NOT_A_UTILITY_BILL
    return Rejection(code, "There is no utility bill in this file.")
