"""The sites of a company, newest first."""

from dataclasses import dataclass

from billhook.domain.company import Principal, Site
from billhook.domain.ids import CompanyId
from billhook.ports.companies import Companies
from billhook.ports.lists import ListPage, PageRequest
from billhook.usecases.access.access_policy import AccessPolicy


@dataclass(frozen=True)
class ListSites:
    scope: AccessPolicy
    companies: Companies

    def __call__(self, principal: Principal, company_id: CompanyId, part: PageRequest) -> ListPage[Site]:
        company = self.scope(principal, company_id)
        listed = self.companies.sites(company.id, part)
        return ListPage(tuple(site for site in listed.items if not site.deleted), listed.cursor)
