"""Stop sending events somewhere, and forget the secret that signed them."""

from dataclasses import dataclass

from billhook.domain.company import Principal
from billhook.domain.ids import DestinationId
from billhook.ports.clock import Clock
from billhook.ports.deliveries import Destinations
from billhook.usecases.access.access_policy import AccessPolicy


@dataclass(frozen=True)
class RemoveDestination:
    """The row stays, so that what was delivered there can still be explained."""

    scope: AccessPolicy
    destinations: Destinations
    clock: Clock

    def __call__(self, principal: Principal, destination_id: DestinationId) -> None:
        destination = self.scope.destination(principal, destination_id)
        now = self.clock.now()
        gone = {"deleted": now, "updated": now, "enabled": False, "secrets": (), "header": None}
        self.destinations.save(destination.model_copy(update=gone))
