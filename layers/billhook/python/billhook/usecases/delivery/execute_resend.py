"""Make the one more attempt that somebody asked for."""

from dataclasses import dataclass
from datetime import timedelta

from billhook.domain.delivery import Attempt, Delivery, Trigger
from billhook.domain.errors import StaleLease
from billhook.domain.ids import DeliveryId
from billhook.ports.clock import Clock
from billhook.ports.deliveries import Deliveries, Destinations
from billhook.usecases.delivery.send_delivery import SendDelivery


@dataclass(frozen=True)
class ExecuteResend:
    """At once, whatever the schedule, the destination's health and its rate say: a person waits for it.

    Its failure changes nothing; its success ends the delivery.
    """

    deliveries: Deliveries
    destinations: Destinations
    send_delivery: SendDelivery
    clock: Clock
    lease: timedelta

    def __call__(self, delivery_id: DeliveryId, resend_id: str) -> None:
        now = self.clock.now()
        try:
            delivery = self.deliveries.claim_resend(delivery_id, resend_id, now=now, until=now + self.lease)
            made = self._attempt(delivery)
            self.deliveries.record_resend(delivery_id, resend_id, made, now=self.clock.now())
        except StaleLease:
            return

    def _attempt(self, delivery: Delivery) -> Attempt | None:
        destination = self.destinations.get(delivery.destination_id)
        if destination is None or not destination.may_be_told(delivery.event_type):
            return None
        carried = self.send_delivery(delivery, destination, trigger=Trigger.MANUAL)
        return carried[0] if carried else None
