"""Let a document that was read compete for being the active bill of its site."""

from dataclasses import dataclass

from billhook.domain.active_bill import rank_of
from billhook.domain.document import Document
from billhook.ports.companies import Companies
from billhook.ports.documents import Documents
from billhook.usecases.companies.steps.reselect_active_bill import ReselectActiveBill

_ROUNDS = 3
"""How often a site's policy may be changed under our hands."""


@dataclass(frozen=True)
class ActivateBill:
    """By the site's policy the newest wins, whatever the order in which they come; duplicates compete as well.

    Each is one conditional write that names the policy: a hundred bills of one site never wait for each other. Only
    when the active bill itself has lost by a change are all of them looked at.
    """

    companies: Companies
    documents: Documents
    reselect_active_bill: ReselectActiveBill

    def compete(self, document: Document) -> None:
        if document.site_id is None or not document.status.is_final:
            return
        for _ in range(_ROUNDS):
            site = self.companies.site(document.site_id)
            if site is None or site.deleted:
                return
            rank = rank_of(site.active_bill, document)
            if site.active_document_id == document.id and (rank or "") < (site.active_rank or ""):
                self.reselect_active_bill.reselect(site.id)
                return
            if rank is None:
                return
            if self.companies.activate(site.id, document.id, rank=rank, policy=site.active_bill):
                self._look_back(document)
                return
            if rank <= (site.active_rank or ""):
                return

    def leave(self, document: Document, version: int) -> None:
        """Take it from the site where it was before ``version``, if it is somewhere else now."""
        before = self.documents.version(document.id, version - 1) if version > 1 else None
        if before is None or before.site_id is None or before.site_id == document.site_id:
            return
        site = self.companies.site(before.site_id)
        if site and site.active_document_id == document.id:
            self.reselect_active_bill.reselect(site.id)

    def _look_back(self, document: Document) -> None:
        """Whoever deleted it meanwhile may have looked at the site before we wrote."""
        now = self.documents.get(document.id)
        if document.site_id and (now is None or now.deleted):
            self.reselect_active_bill.reselect(document.site_id)
