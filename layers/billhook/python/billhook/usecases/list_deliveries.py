"""What was sent to a destination, newest first."""

from dataclasses import dataclass

from billhook.domain.company import Principal
from billhook.domain.delivery import Delivery
from billhook.domain.ids import DestinationId
from billhook.ports import Deliveries, Listed, Slice
from billhook.usecases.scope import Scope


@dataclass(frozen=True)
class ListDeliveries:
    scope: Scope
    deliveries: Deliveries

    def __call__(self, principal: Principal, destination_id: DestinationId, part: Slice) -> Listed[Delivery]:
        return self.deliveries.page(self.scope.destination(principal, destination_id).id, part)
