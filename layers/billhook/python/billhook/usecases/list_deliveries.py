"""What was sent to a destination, newest first."""

from dataclasses import dataclass

from billhook.domain.company import Principal
from billhook.domain.delivery import Delivery
from billhook.domain.due import KEPT
from billhook.domain.ids import DestinationId
from billhook.ports.deliveries import Deliveries
from billhook.ports.lists import Listed, Slice
from billhook.ports.world import Clock
from billhook.usecases.scope import Scope


@dataclass(frozen=True)
class ListDeliveries:
    """The table forgets late: what nobody touched for longer than promised is left out."""

    scope: Scope
    deliveries: Deliveries
    clock: Clock

    def __call__(self, principal: Principal, destination_id: DestinationId, part: Slice) -> Listed[Delivery]:
        listed = self.deliveries.page(self.scope.destination(principal, destination_id).id, part)
        oldest = self.clock.now() - KEPT
        return Listed(tuple(one for one in listed.items if one.updated >= oldest), listed.cursor)
