"""Select a site's active bill again: after its bill or its policy was changed."""

from collections.abc import Iterator
from dataclasses import dataclass

from billhook.domain.active_bill import rank_of
from billhook.domain.company import Site
from billhook.domain.document import Document
from billhook.domain.errors import Contended, StaleLease
from billhook.domain.ids import DocumentId, SiteId
from billhook.ports.companies import Companies
from billhook.ports.documents import Documents
from billhook.ports.lists import PageRequest

_ROUNDS = 8
_PAGE = 100


@dataclass(frozen=True)
class ReselectActiveBill:
    """Writes the best of all bills, and repeats until the stored one is the best.

    A bill that competes meanwhile is found by the next round, or makes the write fail.
    """

    companies: Companies
    documents: Documents

    def reselect(self, site_id: SiteId) -> None:
        """Raises Contended under continuous changes."""
        for _ in range(_ROUNDS):
            site = self.companies.site(site_id)
            if site is None or site.deleted:
                return
            best, rank = self._best(site)
            if (site.active_document_id, site.active_rank) == (best, rank):
                return
            try:
                self.companies.replace_active(site, site.active_bill, best, rank=rank)
            except StaleLease:
                continue
        raise Contended("The site's bills are being changed by others.")

    def _best(self, site: Site) -> tuple[DocumentId | None, str | None]:
        ranked = ((rank_of(site.active_bill, document), document.id) for document in self._bills(site.id))
        best = max(((rank, item) for rank, item in ranked if rank), default=None)
        return (best[1], best[0]) if best else (None, None)

    def _bills(self, site_id: SiteId) -> Iterator[Document]:
        part = PageRequest(_PAGE)
        while True:
            listed = self.documents.page_of_site(site_id, part)
            yield from listed.items
            if not listed.cursor:
                return
            part = PageRequest(_PAGE, listed.cursor)
