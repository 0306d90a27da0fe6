"""Close a drop for good."""

from dataclasses import dataclass

from billhook.domain.company import Principal
from billhook.domain.ids import DropId
from billhook.ports.clock import Clock
from billhook.ports.companies import Drops
from billhook.usecases.intake.get_drop import GetDrop


@dataclass(frozen=True)
class RevokeDrop:
    """Nobody gets a form there any more; one that was given before takes its file until it expires."""

    get_drop: GetDrop
    drops: Drops
    clock: Clock

    def __call__(self, principal: Principal, drop_id: DropId) -> None:
        drop = self.get_drop(principal, drop_id)
        self.drops.save(drop.model_copy(update={"revoked": self.clock.now()}))
