"""What was sent to a destination, newest first."""

from collections.abc import Collection
from dataclasses import dataclass

from billhook.domain.company import Principal
from billhook.domain.delivery import Delivery, DeliveryStatus
from billhook.domain.ids import DestinationId
from billhook.domain.sweep_delays import RETENTION
from billhook.ports.clock import Clock
from billhook.ports.deliveries import Deliveries
from billhook.ports.lists import ListPage, PageRequest, filtered_page
from billhook.usecases.access.access_policy import AccessPolicy


@dataclass(frozen=True)
class ListDeliveries:
    """The table forgets late: what nobody touched for longer than promised is left out."""

    scope: AccessPolicy
    deliveries: Deliveries
    clock: Clock

    def __call__(
        self,
        principal: Principal,
        destination_id: DestinationId,
        part: PageRequest,
        statuses: Collection[DeliveryStatus] = (),
    ) -> ListPage[Delivery]:
        """Those in any of the ``statuses``, which are all when none is named."""
        destination = self.scope.destination(principal, destination_id)
        oldest, wanted = self.clock.now() - RETENTION, frozenset(statuses or DeliveryStatus)
        return filtered_page(
            lambda some: self.deliveries.page(destination.id, some),
            part,
            lambda one: one.updated >= oldest and one.status in wanted,
        )
