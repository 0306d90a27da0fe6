"""Make a document the active bill of its site, if it ranks highest."""

from dataclasses import dataclass

from billhook.domain.active_bill import rank_of
from billhook.domain.document import Document
from billhook.ports.companies import Companies
from billhook.ports.documents import Documents
from billhook.usecases.companies.steps.reselect_active_bill import ReselectActiveBill

_ROUNDS = 3
"""Attempts under concurrent changes of the site's policy."""


@dataclass(frozen=True)
class ActivateBill:
    """The site's policy ranks bills, in any order of their arrival; duplicates compete too.

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
        """Take it from the site that it had before ``version``, if it has another one now."""
        before = self.documents.version(document.id, version - 1) if version > 1 else None
        if before is None or before.site_id is None or before.site_id == document.site_id:
            return
        site = self.companies.site(before.site_id)
        if site and site.active_document_id == document.id:
            self.reselect_active_bill.reselect(site.id)

    def _look_back(self, document: Document) -> None:
        """A deletion may have read the site before the document was written to it."""
        now = self.documents.get(document.id)
        if document.site_id and (now is None or now.deleted):
            self.reselect_active_bill.reselect(document.site_id)
