"""Delete a site; its documents stay with the company."""

from dataclasses import dataclass

from billhook.domain.company import Principal
from billhook.domain.ids import SiteId
from billhook.ports.clock import Clock
from billhook.ports.companies import Companies
from billhook.usecases.access.access_policy import AccessPolicy


@dataclass(frozen=True)
class RemoveSite:
    scope: AccessPolicy
    companies: Companies
    clock: Clock

    def __call__(self, principal: Principal, site_id: SiteId) -> None:
        site = self.scope.site(principal, site_id)
        self.companies.save_site(site.hidden(self.clock.now()))
