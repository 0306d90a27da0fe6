"""Query the drops of a company."""

from dataclasses import dataclass

from billhook.domain.company import Principal
from billhook.domain.drop import Drop
from billhook.domain.errors import NotFound
from billhook.domain.ids import CompanyId, DropId, is_id
from billhook.ports.companies import Drops
from billhook.ports.lists import ListPage, PageRequest
from billhook.usecases.access.access_policy import AccessPolicy


@dataclass(frozen=True)
class GetDrop:
    """Find a drop that is not revoked."""

    scope: AccessPolicy
    drops: Drops

    def __call__(self, principal: Principal, drop_id: DropId) -> Drop:
        drop = self.drops.get(drop_id) if is_id(drop_id) else None
        if drop is None or drop.revoked:
            raise NotFound
        self.scope(principal, drop.company_id)
        return drop


@dataclass(frozen=True)
class ListDrops:
    """List the drops of a company that are not revoked, newest first."""

    scope: AccessPolicy
    drops: Drops

    def __call__(self, principal: Principal, company_id: CompanyId, part: PageRequest) -> ListPage[Drop]:
        return self.drops.page(self.scope(principal, company_id).id, part)
