"""Create the documents of the further bills in a file: final from the start, each with its event."""

from collections.abc import Sequence
from dataclasses import dataclass

from billhook.domain.bill import Bill
from billhook.domain.content import Content, PageRoute
from billhook.domain.document import Document
from billhook.domain.document_text import DocumentText
from billhook.domain.events import Event
from billhook.domain.job import split_off
from billhook.domain.review_status import reviewed
from billhook.ports.documents import Contents, Documents
from billhook.usecases.processing.steps.find_near_duplicates import FindNearDuplicates
from billhook.usecases.processing.steps.finish_document import FinishDocument


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
