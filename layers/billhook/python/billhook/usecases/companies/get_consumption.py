"""What a site consumes in each month of a year, by its active bill."""

from dataclasses import dataclass

from billhook.domain.company import Principal, Site
from billhook.domain.consumption import Month, monthly
from billhook.domain.document import Document
from billhook.domain.ids import SiteId
from billhook.ports.documents import Contents, Documents
from billhook.usecases.access.access_policy import AccessPolicy


@dataclass(frozen=True)
class Consumption:
    """``document`` is the active bill, None when the site has none; ``currency`` is that of the costs."""

    site: Site
    document: Document | None = None
    currency: str | None = None
    months: tuple[Month, ...] = ()


@dataclass(frozen=True)
class GetConsumption:
    scope: AccessPolicy
    documents: Documents
    contents: Contents

    def __call__(self, principal: Principal, site_id: SiteId) -> Consumption:
        """Raises NotFound for the site."""
        site = self.scope.site(principal, site_id)
        document = self.documents.get(site.active_document_id) if site.active_document_id else None
        content = self.contents.get(document) if document and not document.deleted else None
        if document is None or content is None or content.bill is None:
            return Consumption(site)
        return Consumption(site, document, content.bill.charges_units, monthly(content.bill))
