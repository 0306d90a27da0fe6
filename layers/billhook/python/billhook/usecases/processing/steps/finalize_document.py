"""Store the result of an extraction and commit the final state of the document, and of those for further bills."""

from collections.abc import Sequence
from dataclasses import dataclass

from billhook.domain.bill import Bill, Extraction
from billhook.domain.content import Content, PageRoute
from billhook.domain.document import Document, extracted_content_id, reviewed, unsplit
from billhook.domain.document_status import StatusReason
from billhook.domain.document_text import DocumentText
from billhook.domain.errors import Rejection
from billhook.domain.events import Event
from billhook.domain.job import MAX_DOCUMENTS, MOST_BILLS, split_off
from billhook.ports.clock import Clock
from billhook.ports.documents import Contents, Documents
from billhook.usecases.processing.steps.deduplicate import FindNearDuplicates
from billhook.usecases.processing.steps.finish_document import FinishDocument, ReserveJobCapacity
from billhook.usecases.processing.steps.reject_document import RejectDocument


@dataclass(frozen=True)
class SplitFile:
    """The further bills are committed before the file's own document, so that its job waits for all of them.

    Their contents are stored before that of the first bill: a worker that finds the first finds the others. Existing
    documents are left unchanged, since they have the same contents or a person's corrections.
    """

    documents: Documents
    contents: Contents
    find_near_duplicates: FindNearDuplicates
    finish_document: FinishDocument

    def store(self, document: Document, content: Content, bills: Sequence[Bill], text: DocumentText) -> None:
        """Store the contents of the bills from the second on; ``content`` is that of the first."""
        for number, bill in enumerate(bills[1:], 2):
            pages = _pages_of(text, bill)
            bill_id = split_off(document, number).id
            bill_content = content.split_off(bill_id, bill, page_routes=routes_of(pages), cost=pages.cost)
            self.contents.put(document.company_id, bill_content, pages)

    def split(self, document: Document, content: Content) -> None:
        """Commit the documents of the stored further bills. Raises StaleLease."""
        bills = (self._bill(document, content, number) for number in range(2, content.bills + 1))
        self.documents.split(document, [bill for bill in bills if bill])

    def _bill(self, document: Document, first: Content, number: int) -> tuple[Document, Event] | None:
        draft = split_off(document, number)
        content = self.contents.get(draft.with_content(first.split_content_id))
        if content is None or content.bill is None:
            return None
        near = self.find_near_duplicates.find(draft, content.bill)
        extracted = draft.extracted(content).compared(near)
        return self.finish_document.close(draft, reviewed(extracted, content.bill))


def _pages_of(text: DocumentText, bill: Bill) -> DocumentText:
    return DocumentText(tuple(page for page in text.pages if page.number in bill.pages))


def routes_of(text: DocumentText) -> tuple[PageRoute, ...]:
    return tuple(PageRoute(page=page.number, route=page.route.value) for page in text.pages)


@dataclass(frozen=True)
class FinalizeDocument:
    """PARSED when no field is missing and the checks pass, else NEEDS_REVIEW; REJECTED without a bill.

    The content is stored before the document names it, under an id unique to the claim: a worker that loses the race
    to commit has changed nothing of the winner's result.
    """

    contents: Contents
    find_near_duplicates: FindNearDuplicates
    split_file: SplitFile
    reserve_job_capacity: ReserveJobCapacity
    finish_document: FinishDocument
    reject_document: RejectDocument
    clock: Clock

    def finalize(self, document: Document, text: DocumentText, extraction: Extraction) -> Document:
        """The final document; ``text`` is that of the whole file. Raises StaleLease."""
        bills = self._bills_of(document, extraction.bills)
        pages = _without(text, bills[1:])
        content = Content(
            id=extracted_content_id(document),
            document_id=document.id,
            version=document.version + 1,
            created=self.clock.now(),
            bill=bills[0] if bills else None,
            page_routes=routes_of(pages),
            cost=pages.cost,
            bills=max(1, len(bills)),
        )
        self.split_file.store(document, content, bills, text)
        self.contents.put(document.company_id, content, pages)
        return self._commit(document, content, extraction.reason)

    def resume(self, document: Document) -> Document | None:
        """Commit the result that an earlier claim stored and did not commit; None when there is none."""
        content = self.contents.latest_uncommitted(document) if document.lease.fence > 1 else None
        return self._commit(document, content, None) if content and content.bill else None

    def _bills_of(self, document: Document, bills: tuple[Bill, ...]) -> tuple[Bill, ...]:
        """The bills of the document: all of its file's, or the matching one of a file that was split before.

        Of too many bills the first, with a failed check for review.
        """
        if document.identity.split_from and bills:
            return (max(bills, key=lambda bill: len(set(bill.pages) & set(document.result.pages))),)
        further = len(bills) - 1
        if further >= MOST_BILLS:
            return _unsplit(bills, f"one of more than {MOST_BILLS} is not split.")
        if self.reserve_job_capacity.reserve(document, further, minimum=further) < further:
            return _unsplit(bills, f"its job, which has {MAX_DOCUMENTS} documents at most, has no room for them.")
        return bills

    def _commit(self, document: Document, content: Content, reason: str | None) -> Document:
        if content.bill is None:
            return self.reject_document.reject(document, _no_bill(reason), content)
        if content.bills > 1:
            self.split_file.split(document, content)
        near = self.find_near_duplicates.find(document, content.bill)
        extracted = document.extracted(content).not_corrected().compared(near)
        return self.finish_document.finish(document, reviewed(extracted, content.bill))


def _unsplit(bills: tuple[Bill, ...], why: str) -> tuple[Bill, ...]:
    return (unsplit(bills[0], f"The file holds {len(bills)} bills; {why}"),)


def _without(text: DocumentText, others: tuple[Bill, ...]) -> DocumentText:
    """The pages that are in none of the ``others``."""
    numbers = {number for bill in others for number in bill.pages}
    return DocumentText(tuple(page for page in text.pages if page.number not in numbers))


def _no_bill(reason: str | None) -> Rejection:
    code = StatusReason(reason) if reason in set(StatusReason) else StatusReason.NOT_A_UTILITY_BILL
    return Rejection(code, "There is no utility bill in this file.")
