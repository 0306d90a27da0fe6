"""Revoke a drop."""

from dataclasses import dataclass

from billhook.domain.company import Principal
from billhook.domain.ids import DropId
from billhook.ports.clock import Clock
from billhook.ports.companies import Drops
from billhook.usecases.intake.queries import GetDrop


@dataclass(frozen=True)
class RevokeDrop:
    """No further forms are issued; an issued form accepts its file until it expires."""

    get_drop: GetDrop
    drops: Drops
    clock: Clock

    def __call__(self, principal: Principal, drop_id: DropId) -> None:
        drop = self.get_drop(principal, drop_id)
        self.drops.save(drop.revoked_at(self.clock.now()))
