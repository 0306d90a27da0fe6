"""Take an event to a customer's own EventBridge bus, in the customer's own account."""

from dataclasses import dataclass

from billhook import names
from billhook.ports import Answer, BusEntry, Buses, Parcel
from billhook.wire.events import encoded


@dataclass(frozen=True)
class PutOnBus:
    """A ``ports.Courier``. The source names the company: a customer's bus admits its own company's events alone."""

    buses: Buses

    def __call__(self, parcel: Parcel) -> Answer:
        delivery = parcel.delivery
        entry = BusEntry(
            event_id=delivery.event_id,
            source=f"{names.EVENT_SOURCE_PREFIX}{parcel.destination.company_id}",
            detail_type=delivery.event_type.value,
            detail=encoded(parcel.body).decode(),
        )
        return self.buses.put(parcel.destination.bus_arn or "", entry)
