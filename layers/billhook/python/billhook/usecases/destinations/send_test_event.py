"""Send a sample event to a destination."""

from dataclasses import dataclass

from billhook.domain.company import Principal
from billhook.domain.delivery import Delivery
from billhook.domain.destination import DestinationType
from billhook.domain.errors import Conflict
from billhook.domain.events import Event, EventType
from billhook.domain.ids import DestinationId
from billhook.ports.clock import Clock, Ids
from billhook.ports.deliveries import Deliveries
from billhook.ports.queues import DeliverQueue
from billhook.usecases.access.access_policy import AccessPolicy
from billhook.usecases.delivery.plan_deliveries import planned_delivery
from billhook.wire.messages import delivery_message


@dataclass(frozen=True)
class SendTestEvent:
    """One attempt, at once, without filter, circuit breaker and rate limit; it is listed like other deliveries."""

    scope: AccessPolicy
    deliveries: Deliveries
    deliver_queue: DeliverQueue
    clock: Clock
    ids: Ids

    def __call__(self, principal: Principal, destination_id: DestinationId, kind: EventType) -> Delivery:
        """The delivery as it is planned. Raises NotFound, or Conflict for a disabled or unverified destination."""
        destination = self.scope.destination(principal, destination_id)
        if not destination.may_receive(kind):
            raise Conflict("The destination is disabled or not verified.")
        if destination.type is DestinationType.CALLBACK:
            kind = EventType.DOCUMENT_CREATED
        now, subject_id = self.clock.now(), self.ids.new()
        event = Event.about(
            kind, company_id=destination.company_id, subject_id=subject_id, version=1, occurred=now, test=True
        )
        delivery = planned_delivery(event, destination, now, test=True)
        self.deliveries.add(delivery)
        self.deliver_queue.send(delivery_message(delivery.id, 1))
        return delivery
