"""Add a site to a company."""

from dataclasses import dataclass

from billhook.domain.company import Principal, Site
from billhook.domain.ids import CompanyId, SiteId
from billhook.ports.clock import Clock, Ids
from billhook.ports.companies import Companies
from billhook.usecases.access.access_policy import AccessPolicy


@dataclass(frozen=True)
class AddSite:
    scope: AccessPolicy
    companies: Companies
    clock: Clock
    ids: Ids

    def __call__(
        self,
        principal: Principal,
        company_id: CompanyId,
        *,
        name: str,
        external_id: str | None = None,
        address: str | None = None,
    ) -> Site:
        company = self.scope(principal, company_id)
        now = self.clock.now()
        site = Site(
            id=SiteId(self.ids.new()),
            company_id=company.id,
            name=name,
            external_id=external_id,
            address=address,
            created=now,
            updated=now,
        )
        self.companies.add_site(site)
        return site
