"""Send a further verification challenge to an EventBridge bus."""

from dataclasses import dataclass
from datetime import datetime

from billhook.domain.company import Principal
from billhook.domain.delivery import Delivery
from billhook.domain.destination import Destination
from billhook.domain.errors import Conflict, Contended, StaleLease
from billhook.domain.events import Event, EventType
from billhook.domain.ids import DestinationId
from billhook.ports.clock import Clock
from billhook.ports.deliveries import Deliveries, Destinations
from billhook.ports.queues import DeliverQueue
from billhook.usecases.access.access_policy import AccessPolicy
from billhook.usecases.delivery.plan_deliveries import planned_delivery
from billhook.wire.messages import delivery_message


@dataclass(frozen=True)
class ChallengeBus:
    """The tokens of all earlier challenges become invalid."""

    scope: AccessPolicy
    destinations: Destinations
    deliveries: Deliveries
    deliver_queue: DeliverQueue
    clock: Clock

    def __call__(self, principal: Principal, destination_id: DestinationId) -> Delivery:
        """The delivery of the challenge. Raises NotFound, Conflict where there is nothing to verify, or Contended."""
        destination = self.scope.destination(principal, destination_id)
        if destination.is_verified or not destination.enabled:
            raise Conflict("The destination is verified already, disabled, or not an EventBridge bus.")
        now = self.clock.now()
        challenged = destination.challenged(now)
        delivery = challenge_delivery(challenged, now)
        try:
            self.destinations.save(challenged, before=destination)
        except StaleLease:
            raise Contended("The destination is being changed by others.") from None
        self.deliveries.add(delivery)
        self.deliver_queue.send(delivery_message(delivery.id, 1))
        return delivery


def challenge_delivery(destination: Destination, now: datetime) -> Delivery:
    """The delivery of a destination's newest challenge, to the destination itself."""
    event = Event.about(
        EventType.DESTINATION_VERIFICATION,
        company_id=destination.company_id,
        subject_id=destination.id,
        version=destination.challenge,
        occurred=now,
    )
    return planned_delivery(event, destination, now)
