"""Query documents, their versions and their usage."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

from billhook.domain.bill import Bill, Usage
from billhook.domain.company import Principal
from billhook.domain.content import Content
from billhook.domain.document import Document
from billhook.domain.document_filter import DateType, DocumentFilter
from billhook.domain.document_status import Status
from billhook.domain.errors import Invalid, NotFound, Problem
from billhook.domain.ids import CompanyId, DocumentId, SiteId
from billhook.ports.documents import Contents, Documents
from billhook.ports.lists import MAX_SCANNED, ListPage, PageRequest, filtered_page
from billhook.usecases.access.access_policy import AccessPolicy


@dataclass(frozen=True)
class GetDocument:
    """Find a document and its content, now or in an earlier version."""

    scope: AccessPolicy
    documents: Documents
    contents: Contents

    def __call__(
        self, principal: Principal, document_id: DocumentId, version: int | None = None
    ) -> tuple[Document, Content | None]:
        """Return the document and its content, which is None before the first extraction.

        During reprocessing the content is that of the last version. Raises NotFound, also for an unknown version.
        """
        document = self.scope.document(principal, document_id)
        if version is not None:
            earlier = self.documents.version(document.id, version)
            if earlier is None:
                raise NotFound
            document = earlier
        return document, self.contents.get(document)


FetchPage = Callable[[PageRequest], ListPage[Document]]


@dataclass(frozen=True)
class ListDocuments:
    """List the documents of a company or of a site that match a filter, newest first."""

    scope: AccessPolicy
    documents: Documents
    contents: Contents
    max_scanned: int = field(default=MAX_SCANNED)

    def __call__(
        self, principal: Principal, company_id: CompanyId, part: PageRequest, conditions: DocumentFilter | None = None
    ) -> ListPage[Document]:
        company = self.scope(principal, company_id)
        return self._listed(
            lambda request: self.documents.page(company.id, request), part, conditions or DocumentFilter()
        )

    def of_site(
        self, principal: Principal, site_id: SiteId, part: PageRequest, conditions: DocumentFilter | None = None
    ) -> ListPage[Document]:
        site = self.scope.site(principal, site_id)
        return self._listed(
            lambda request: self.documents.page_of_site(site.id, request), part, conditions or DocumentFilter()
        )

    def bill_of(self, document: Document) -> Bill:
        """Return the bill of the document's current version with all usage entries."""
        if not document.result.truncated:
            return document.result.digest or Bill()
        content = self.contents.get(document)
        return (content and content.bill) or document.result.digest or Bill()

    def _listed(self, page: FetchPage, part: PageRequest, conditions: DocumentFilter) -> ListPage[Document]:
        return filtered_page(
            page,
            part,
            lambda document: self._is_wanted(document, conditions),
            is_past=conditions.is_before,
            max_scanned=self.max_scanned,
        )

    def _is_wanted(self, document: Document, conditions: DocumentFilter) -> bool:
        bill = self.bill_of(document) if conditions.asks_for_usage else document.result.digest or Bill()
        return conditions.matches(document, bill)


@dataclass(frozen=True)
class ListVersions:
    """List the versions of a document, newest first."""

    scope: AccessPolicy
    documents: Documents

    def __call__(self, principal: Principal, document_id: DocumentId, part: PageRequest) -> ListPage[Document]:
        return self.documents.versions(self.scope.document(principal, document_id).id, part)


@dataclass(frozen=True)
class UsageOfDocument:
    """A usage entry with its document and index."""

    document: Document
    position: int
    usage: Usage


@dataclass(frozen=True)
class GetUsage:
    """List the usage of a document or of all documents of a site.

    Duplicates and rejected documents of a site add no usage.
    """

    scope: AccessPolicy
    list_documents: ListDocuments

    def __call__(self, principal: Principal, document_id: DocumentId, part: PageRequest) -> ListPage[UsageOfDocument]:
        """List a page of a document's entries, in order. Its cursor is the number of entries before it."""
        document = self.scope.document(principal, document_id)
        entries = tuple(self._entries(document, DocumentFilter()))
        start = _position_of(part.cursor)
        end = start + part.limit
        return ListPage(entries[start:end], str(end) if end < len(entries) else None)

    def of_site(
        self, principal: Principal, site_id: SiteId, part: PageRequest, conditions: DocumentFilter
    ) -> ListPage[UsageOfDocument]:
        """List the usage of a page of documents; dates of the filter apply to usage periods."""
        conditions = replace(conditions, date_type=DateType.USAGE_PERIOD)
        listed = self.list_documents.of_site(principal, site_id, part, conditions)
        shown = (
            item for item in listed.items if item.duplicates.duplicate_of is None and item.status is not Status.REJECTED
        )
        return ListPage(
            tuple(entry for document in shown for entry in self._entries(document, conditions)), listed.cursor
        )

    def _entries(self, document: Document, conditions: DocumentFilter) -> Iterator[UsageOfDocument]:
        for position, usage in enumerate(self.list_documents.bill_of(document).usage_data):
            if conditions.matches_usage(usage):
                yield UsageOfDocument(document, position, usage)


def _position_of(cursor: str | None) -> int:
    """Raises Invalid for a cursor that is no number."""
    text = cursor or "0"
    if not (text.isascii() and text.isdigit() and len(text) < 9):
        raise Invalid("Request validation failed.", (Problem("cursor", "Not a cursor of this list."),))
    return int(text)
