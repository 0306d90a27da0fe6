"""Request one more attempt of a delivery in any state."""

from dataclasses import dataclass

from billhook.domain.company import Principal
from billhook.domain.delivery import Delivery, Resend
from billhook.domain.errors import Conflict, NotFound
from billhook.domain.ids import DeliveryId
from billhook.domain.sweep_delays import RECHECK_DELAY
from billhook.ports.clock import Clock, Ids
from billhook.ports.deliveries import Deliveries
from billhook.ports.queues import DeliverQueue
from billhook.usecases.access.access_policy import AccessPolicy
from billhook.wire.messages import resend_message


@dataclass(frozen=True)
class ResendDelivery:
    """The request is stored before its message is sent, so that it survives a crash. The schedule is unchanged."""

    scope: AccessPolicy
    deliveries: Deliveries
    deliver_queue: DeliverQueue
    clock: Clock
    ids: Ids

    def __call__(self, principal: Principal, delivery_id: DeliveryId) -> Delivery:
        """The delivery as it is now. Raises NotFound, or Conflict when its destination is disabled or deleted."""
        delivery = self.scope.delivery(principal, delivery_id)
        try:
            destination = self.scope.destination(principal, delivery.destination_id)
        except NotFound:
            raise Conflict("The delivery's destination was deleted.") from None
        if not destination.may_receive(delivery.event_type):
            raise Conflict("The delivery's destination is disabled or not verified.")
        resend = Resend(id=self.ids.new(), delivery_id=delivery.id, due_at=self.clock.now() + RECHECK_DELAY)
        self.deliveries.add_resend(resend)
        self.deliver_queue.send(resend_message(delivery.id, resend.id))
        return delivery
