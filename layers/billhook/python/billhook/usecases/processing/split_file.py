"""Make documents of the further bills of a file: final from birth, each with an event of its own."""

from collections.abc import Sequence
from dataclasses import dataclass

from billhook.domain.bill import Bill
from billhook.domain.document import Content, Document, PageRoute
from billhook.domain.document_text import DocumentText
from billhook.domain.events import Event
from billhook.domain.review_status import as_read, status_fields
from billhook.domain.split import beside, content_id_beside
from billhook.ports.documents import Contents, Documents
from billhook.usecases.processing.find_near_duplicates import FindNearDuplicates
from billhook.usecases.processing.finish_document import FinishDocument


@dataclass(frozen=True)
class SplitFile:
    """Before the file's own document ends, so that its job waits for them all. Raises Lost.

    ``store`` comes first and the content of the first bill after it: whoever finds that one finds the others. What is
    there already stays as it is, for it was made of the same contents, or a person may have changed it since.
    """

    documents: Documents
    contents: Contents
    find_near_duplicates: FindNearDuplicates
    finish: FinishDocument

    def store(self, document: Document, content: Content, bills: Sequence[Bill], reading: DocumentText) -> None:
        """Put what the bills from the second on say; ``content`` is that of the first."""
        for number, bill in enumerate(bills[1:], 2):
            own = pages_of(reading, bill)
            there = {"document_id": beside(document, number).id, "id": content_id_beside(content), "version": 1}
            said = {"bill": bill, "page_routes": routes_of(own), "cost": own.cost, "bills": 1}
            self.contents.put(document.company_id, content.model_copy(update=there | said), own)

    def __call__(self, document: Document, content: Content) -> None:
        born = (self._born(document, content, number) for number in range(2, content.bills + 1))
        self.documents.split(document, [one for one in born if one])

    def _born(self, document: Document, first: Content, number: int) -> tuple[Document, Event] | None:
        draft = beside(document, number).model_copy(update={"content_id": content_id_beside(first)})
        content = self.contents.get(draft)
        if content is None or content.bill is None:
            return None
        alike = self.find_near_duplicates(draft, content.bill)
        draft = draft.model_copy(update={**as_read(content), **alike})
        return self.finish.ended(draft, **status_fields(draft, content.bill))


def pages_of(reading: DocumentText, bill: Bill) -> DocumentText:
    return DocumentText(tuple(page for page in reading.pages if page.number in bill.pages))


def routes_of(reading: DocumentText) -> tuple[PageRoute, ...]:
    return tuple(PageRoute(page=page.number, route=page.route.value) for page in reading.pages)
