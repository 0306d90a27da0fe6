"""One bill of a site."""

from dataclasses import dataclass

from billhook.domain.company import Principal, Site
from billhook.domain.document import Document
from billhook.domain.errors import NotFound
from billhook.domain.ids import CompanyId, DocumentId, SiteId
from billhook.usecases.access.access_policy import AccessPolicy


@dataclass(frozen=True)
class GetBillOfSite:
    scope: AccessPolicy

    def __call__(
        self, principal: Principal, company_id: CompanyId, site_id: SiteId, document_id: DocumentId
    ) -> tuple[Site, Document]:
        """Raises NotFound, also for a bill of another site."""
        site = self.scope.site_at(principal, company_id, site_id)
        document = self.scope.document(principal, document_id)
        if document.site_id != site.id:
            raise NotFound
        return site, document
