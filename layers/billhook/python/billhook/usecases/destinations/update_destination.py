"""Change a destination: its URL, event filter, format, rate or state."""

from dataclasses import dataclass

from billhook.domain.callback import fault_of
from billhook.domain.company import Principal
from billhook.domain.destination import Destination, DestinationPatch, DestinationType
from billhook.domain.errors import Contended, Invalid, Problem, StaleLease
from billhook.domain.ids import DestinationId
from billhook.domain.patch import UNSET
from billhook.domain.urls import UrlPolicy
from billhook.ports.clock import Clock
from billhook.ports.deliveries import Destinations
from billhook.usecases.access.access_policy import AccessPolicy
from billhook.usecases.delivery.steps.track_circuit import TrackCircuit

TRIES = 3


@dataclass(frozen=True)
class UpdateDestination:
    """Pending deliveries use the new URL. Enabling resets the circuit breaker."""

    scope: AccessPolicy
    destinations: Destinations
    track_circuit: TrackCircuit
    url_policy: UrlPolicy
    clock: Clock

    def __call__(self, principal: Principal, destination_id: DestinationId, patch: DestinationPatch) -> Destination:
        """Raises NotFound, Invalid or Contended."""
        for _ in range(TRIES):
            destination = self.scope.destination(principal, destination_id)
            changed = self._changed(destination, patch)
            try:
                self.destinations.save(changed, before=destination)
            except StaleLease:  # it was changed at the same time
                continue
            if changed.enabled and not destination.enabled:
                self.track_circuit.reset(destination.id)
            return changed
        raise Contended("The destination is being changed by others.")

    def _changed(self, destination: Destination, patch: DestinationPatch) -> Destination:
        if patch.url is not UNSET:
            self._check(destination, patch.url)
        return destination.changed(patch, self.clock.now())

    def _check(self, destination: Destination, url: str) -> None:
        if destination.type is DestinationType.EVENTBRIDGE:
            fault: str | None = "An EventBridge bus has no URL."
        else:
            template_fault = fault_of(url) if destination.type is DestinationType.CALLBACK else None
            fault = template_fault or self.url_policy.fault(url)
        if fault:
            raise Invalid("Invalid destination address.", (Problem("/url", fault),))
