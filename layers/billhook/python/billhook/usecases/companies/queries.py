"""Query companies, sites and the consumption of a site."""

from dataclasses import dataclass
from datetime import datetime

from billhook.domain.company import Company, Principal, Site
from billhook.domain.consumption import Month, monthly
from billhook.domain.document import Document
from billhook.domain.errors import NotFound
from billhook.domain.ids import CompanyId, SiteId
from billhook.ports.clock import Clock
from billhook.ports.companies import Companies
from billhook.ports.documents import Contents, Documents
from billhook.ports.limits import Budgets, Spending
from billhook.ports.lists import ListPage, PageRequest
from billhook.usecases.access.access_policy import AccessPolicy


@dataclass(frozen=True)
class ListCompanies:
    """List the companies that the caller may access, newest first.

    A key limited to certain companies lists those; its cursor is the id of the last company.
    """

    scope: AccessPolicy
    companies: Companies

    def __call__(self, principal: Principal, part: PageRequest) -> ListPage[Company]:
        limits = self.scope.limits(principal)
        if limits is None:
            listed = self.companies.page(principal.account_id, part)
            return ListPage(tuple(company for company in listed.items if not company.deleted), listed.cursor)
        return self._of_limited_key(principal, limits, part)

    def _of_limited_key(
        self, principal: Principal, limits: tuple[CompanyId, ...], part: PageRequest
    ) -> ListPage[Company]:
        remaining = sorted((id_ for id_ in set(limits) if part.cursor is None or id_ < part.cursor), reverse=True)
        shown = remaining[: part.limit]
        companies = tuple(company for company in (self._find(principal, id_) for id_ in shown) if company)
        return ListPage(companies, shown[-1] if len(remaining) > len(shown) else None)

    def _find(self, principal: Principal, company_id: CompanyId) -> Company | None:
        try:
            return self.scope(principal, company_id)
        except NotFound:
            return None


@dataclass(frozen=True)
class Quota:
    """The limits of a company and what it used of them at ``at``."""

    company: Company
    at: datetime
    spending: Spending


@dataclass(frozen=True)
class GetQuota:
    """Find how much of its daily files and of its monthly cost of AnalyzeExpense a company has used."""

    scope: AccessPolicy
    budgets: Budgets
    clock: Clock

    def __call__(self, principal: Principal, company_id: CompanyId) -> Quota:
        """Raises NotFound."""
        company, now = self.scope(principal, company_id), self.clock.now()
        return Quota(company, now, self.budgets.get(company.id, now))


@dataclass(frozen=True)
class ListSites:
    """List the sites of a company, newest first."""

    scope: AccessPolicy
    companies: Companies

    def __call__(self, principal: Principal, company_id: CompanyId, part: PageRequest) -> ListPage[Site]:
        company = self.scope(principal, company_id)
        listed = self.companies.sites(company.id, part)
        return ListPage(tuple(site for site in listed.items if not site.deleted), listed.cursor)


@dataclass(frozen=True)
class Consumption:
    """``document`` is the active bill, None when the site has none; ``currency`` is that of the costs."""

    site: Site
    document: Document | None = None
    currency: str | None = None
    months: tuple[Month, ...] = ()


@dataclass(frozen=True)
class GetConsumption:
    """Sum what a site consumes in each month by its active bill."""

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
