"""The documents of a company or of a site, newest first, as far as they are wanted."""

from collections.abc import Callable
from dataclasses import dataclass, field

from billhook.domain.bill import Bill
from billhook.domain.company import Principal
from billhook.domain.document import Document
from billhook.domain.document_filter import DocumentFilter
from billhook.domain.ids import CompanyId, SiteId
from billhook.ports.documents import Contents, Documents
from billhook.ports.lists import MAX_SCANNED, ListPage, PageRequest, filtered_page
from billhook.usecases.access.access_policy import AccessPolicy

FetchPage = Callable[[PageRequest], ListPage[Document]]


@dataclass(frozen=True)
class ListDocuments:
    scope: AccessPolicy
    documents: Documents
    contents: Contents
    max_scanned: int = field(default=MAX_SCANNED)

    def __call__(
        self, principal: Principal, company_id: CompanyId, part: PageRequest, wanted: DocumentFilter | None = None
    ) -> ListPage[Document]:
        company = self.scope(principal, company_id)
        return self._listed(lambda some: self.documents.page(company.id, some), part, wanted or DocumentFilter())

    def of_site(
        self, principal: Principal, site_id: SiteId, part: PageRequest, wanted: DocumentFilter | None = None
    ) -> ListPage[Document]:
        site = self.scope.site(principal, site_id)
        return self._listed(lambda some: self.documents.page_of_site(site.id, some), part, wanted or DocumentFilter())

    def bill_of(self, document: Document) -> Bill:
        """What the document says as its head has it, with all usage entries."""
        if not document.truncated:
            return document.digest or Bill()
        content = self.contents.get(document)
        return (content and content.bill) or document.digest or Bill()

    def _listed(self, page: FetchPage, part: PageRequest, wanted: DocumentFilter) -> ListPage[Document]:
        return filtered_page(
            page,
            part,
            lambda one: self._is_wanted(one, wanted),
            is_past=wanted.is_before,
            max_scanned=self.max_scanned,
        )

    def _is_wanted(self, document: Document, wanted: DocumentFilter) -> bool:
        bill = self.bill_of(document) if wanted.asks_for_usage else document.digest or Bill()
        return wanted.matches(document, bill)
