"""Send an event to an EventBridge bus in the customer's account."""

from dataclasses import dataclass

from billhook import names
from billhook.domain.destination import PayloadFormat
from billhook.ports.events import BusEntry
from billhook.ports.senders import CustomerBuses, DeliveryResponse, OutboundMessage
from billhook.wire.formats import formatted


@dataclass(frozen=True)
class SendToBus:
    """A ``ports.Sender``. The source names the company: a customer's bus admits only its own company's events."""

    buses: CustomerBuses

    def __call__(self, message: OutboundMessage) -> DeliveryResponse:
        delivery = message.delivery
        form = PayloadFormat.DOCUMENT if delivery.event_type.is_direct else message.destination.format
        _, detail = formatted(message.body, form)
        entry = BusEntry(
            event_id=delivery.event_id,
            source=f"{names.EVENT_SOURCE_PREFIX}{message.destination.company_id}",
            detail_type=delivery.event_type.value,
            detail=detail.decode(),
        )
        return self.buses.put(message.destination.bus_arn or "", entry)
