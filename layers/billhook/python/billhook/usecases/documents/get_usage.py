"""List the usage of a document or of all documents of a site."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from billhook.domain.bill import Usage
from billhook.domain.company import Principal
from billhook.domain.document import Document
from billhook.domain.document_filter import DateType, DocumentFilter
from billhook.domain.document_status import Status
from billhook.domain.ids import DocumentId, SiteId
from billhook.ports.lists import ListPage, PageRequest
from billhook.usecases.access.access_policy import AccessPolicy
from billhook.usecases.documents.list_documents import ListDocuments


@dataclass(frozen=True)
class UsageOfDocument:
    """A usage entry with its document and index."""

    document: Document
    position: int
    usage: Usage


@dataclass(frozen=True)
class GetUsage:
    """A duplicate's usage is its first document's, so a site has it once; neither have rejected documents any."""

    scope: AccessPolicy
    list_documents: ListDocuments

    def __call__(self, principal: Principal, document_id: DocumentId) -> ListPage[UsageOfDocument]:
        document = self.scope.document(principal, document_id)
        return ListPage(tuple(self._entries(document, DocumentFilter())))

    def of_site(
        self, principal: Principal, site_id: SiteId, part: PageRequest, wanted: DocumentFilter
    ) -> ListPage[UsageOfDocument]:
        """A part of the list is the usage of so many documents. Dates speak of the periods of the entries."""
        wanted = replace(wanted, date_type=DateType.USAGE_PERIOD)
        listed = self.list_documents.of_site(principal, site_id, part, wanted)
        shown = (one for one in listed.items if one.duplicate_of is None and one.status is not Status.REJECTED)
        return ListPage(tuple(entry for one in shown for entry in self._entries(one, wanted)), listed.cursor)

    def _entries(self, document: Document, wanted: DocumentFilter) -> Iterator[UsageOfDocument]:
        for position, usage in enumerate(self.list_documents.bill_of(document).usage_data):
            if wanted.matches_usage(usage):
                yield UsageOfDocument(document, position, usage)
