"""Add a site to a company."""

from dataclasses import dataclass

from billhook.domain.company import Principal, Site
from billhook.domain.ids import CompanyId, SiteId
from billhook.ports.companies import Companies
from billhook.ports.world import Clock, Ids
from billhook.usecases.scope import Scope


@dataclass(frozen=True)
class AddSite:
    scope: Scope
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
