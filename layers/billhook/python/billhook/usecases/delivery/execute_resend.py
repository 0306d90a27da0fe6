"""Execute one more attempt of a delivery, as requested by a person."""

from dataclasses import dataclass

from billhook.domain.delivery import Attempt, Delivery, Trigger
from billhook.domain.errors import StaleLease
from billhook.domain.ids import DeliveryId
from billhook.ports.clock import Clock
from billhook.ports.deliveries import Deliveries, Destinations
from billhook.ports.parameters import LeaseDuration
from billhook.usecases.delivery.steps.send_delivery import SendDelivery


@dataclass(frozen=True)
class ExecuteResend:
    """Interactive: ignores the retry schedule, the circuit breaker and the rate limit.

    A failure changes nothing; a success ends the delivery.
    """

    deliveries: Deliveries
    destinations: Destinations
    send_delivery: SendDelivery
    clock: Clock
    lease: LeaseDuration

    def __call__(self, delivery_id: DeliveryId, resend_id: str) -> None:
        now = self.clock.now()
        try:
            delivery = self.deliveries.claim_resend(delivery_id, resend_id, now=now, until=now + self.lease)
            attempt = self._attempt(delivery)
            self.deliveries.record_resend(delivery_id, resend_id, attempt, now=self.clock.now())
        except StaleLease:
            return

    def _attempt(self, delivery: Delivery) -> Attempt | None:
        destination = self.destinations.get(delivery.destination_id)
        if destination is None or not destination.may_receive(delivery.event_type):
            return None
        sent = self.send_delivery.send(delivery, destination, trigger=Trigger.MANUAL)
        return sent[0] if sent else None
