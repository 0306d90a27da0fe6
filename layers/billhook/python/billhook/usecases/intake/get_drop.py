"""One drop that was not revoked."""

from dataclasses import dataclass

from billhook.domain.company import Principal
from billhook.domain.drop import Drop
from billhook.domain.errors import NotFound
from billhook.domain.ids import DropId, is_id
from billhook.ports.companies import Drops
from billhook.usecases.access.access_policy import AccessPolicy


@dataclass(frozen=True)
class GetDrop:
    scope: AccessPolicy
    drops: Drops

    def __call__(self, principal: Principal, drop_id: DropId) -> Drop:
        drop = self.drops.get(drop_id) if is_id(drop_id) else None
        if drop is None or drop.revoked:
            raise NotFound
        self.scope(principal, drop.company_id)
        return drop
