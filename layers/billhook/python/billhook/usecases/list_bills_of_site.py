"""Every bill that was ever uploaded for a site, newest first, by whichever door."""

from collections.abc import Iterator
from dataclasses import dataclass

from billhook.domain.company import Principal, Site
from billhook.domain.document import Document
from billhook.domain.ids import CompanyId, SiteId
from billhook.ports.documents import Documents
from billhook.ports.lists import Slice
from billhook.usecases.scope import Scope

_PAGE = 100


@dataclass(frozen=True)
class ListBillsOfSite:
    """The whole list: the source's has no pages."""

    scope: Scope
    documents: Documents

    def __call__(
        self, principal: Principal, company_id: CompanyId, site_id: SiteId
    ) -> tuple[Site, tuple[Document, ...]]:
        site = self.scope.site_at(principal, company_id, site_id)
        return site, tuple(self._every(site.id))

    def _every(self, site_id: SiteId) -> Iterator[Document]:
        part = Slice(_PAGE)
        while True:
            listed = self.documents.page_of_site(site_id, part)
            yield from listed.items
            if listed.cursor is None:
                return
            part = Slice(_PAGE, listed.cursor)
