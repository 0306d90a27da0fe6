"""Every bill that was ever uploaded for a site, newest first, by whichever door."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from billhook.domain.company import Principal, Site
from billhook.domain.document import Document
from billhook.domain.ids import CompanyId, SiteId
from billhook.ports.documents import Documents
from billhook.ports.lists import PageRequest
from billhook.usecases.access.access_policy import AccessPolicy

MOST = 3_000
"""Bills of one answer: with the longest names they are 5.5 MB, and an answer of Lambda may have 6."""

_PAGE = 100


@dataclass(frozen=True)
class ListBillsOfSite:
    """The whole list, for the source's has no pages: as much of it as fits into an answer."""

    scope: AccessPolicy
    documents: Documents

    def __call__(
        self, principal: Principal, company_id: CompanyId, site_id: SiteId
    ) -> tuple[Site, tuple[Document, ...]]:
        site = self.scope.site_at(principal, company_id, site_id)
        return site, tuple(islice(self._every(site.id), MOST))

    def _every(self, site_id: SiteId) -> Iterator[Document]:
        part = PageRequest(_PAGE)
        while True:
            listed = self.documents.page_of_site(site_id, part)
            yield from listed.items
            if listed.cursor is None:
                return
            part = PageRequest(_PAGE, listed.cursor)
