"""The drops of a company that were not revoked, newest first."""

from dataclasses import dataclass

from billhook.domain.company import Principal
from billhook.domain.drop import Drop
from billhook.domain.ids import CompanyId
from billhook.ports.companies import Drops
from billhook.ports.lists import ListPage, PageRequest
from billhook.usecases.access.access_policy import AccessPolicy


@dataclass(frozen=True)
class ListDrops:
    scope: AccessPolicy
    drops: Drops

    def __call__(self, principal: Principal, company_id: CompanyId, part: PageRequest) -> ListPage[Drop]:
        return self.drops.page(self.scope(principal, company_id).id, part)
