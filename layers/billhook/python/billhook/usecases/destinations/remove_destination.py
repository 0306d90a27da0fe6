"""Delete a destination and its secrets."""

from dataclasses import dataclass

from billhook.domain.company import Principal
from billhook.domain.ids import DestinationId
from billhook.ports.clock import Clock
from billhook.ports.deliveries import Destinations
from billhook.usecases.access.access_policy import AccessPolicy


@dataclass(frozen=True)
class RemoveDestination:
    """The row stays, so that its deliveries can still be listed."""

    scope: AccessPolicy
    destinations: Destinations
    clock: Clock

    def __call__(self, principal: Principal, destination_id: DestinationId) -> None:
        destination = self.scope.destination(principal, destination_id)
        self.destinations.hide(destination.hidden(self.clock.now()))
