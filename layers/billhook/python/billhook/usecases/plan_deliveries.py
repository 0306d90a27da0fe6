"""Plan the deliveries of an event: one for each destination that listens to it."""

from collections.abc import Iterator
from dataclasses import dataclass

from billhook.domain.delivery import Delivery, delivery_id
from billhook.domain.destination import Destination
from billhook.domain.due import LOOK_AGAIN
from billhook.ports import Clock, Deliveries, Destinations, Queue, Slice
from billhook.wire.messages import EventNotice, delivery_message

_PAGE = Slice(limit=100)


@dataclass(frozen=True)
class PlanDeliveries:
    """Planning an event again makes no second delivery. One whose message was not sent is due in a minute."""

    destinations: Destinations
    deliveries: Deliveries
    deliver_queue: Queue
    clock: Clock

    def __call__(self, event: EventNotice) -> None:
        for destination in self._destinations(event):
            delivery = self._delivery(event, destination)
            if self.deliveries.add(delivery):
                self.deliver_queue.send(delivery_message(delivery.id, 1))

    def _destinations(self, event: EventNotice) -> Iterator[Destination]:
        part = _PAGE
        while True:
            listed = self.destinations.page(event.company_id, part)
            yield from (one for one in listed.items if one.listens_to(event.type, event.version))
            if not listed.cursor:
                return
            part = Slice(limit=_PAGE.limit, cursor=listed.cursor)

    def _delivery(self, event: EventNotice, destination: Destination) -> Delivery:
        now = self.clock.now()
        return Delivery(
            id=delivery_id(event.event_id, destination.id),
            company_id=event.company_id,
            destination_id=destination.id,
            event_id=event.event_id,
            event_type=event.type,
            subject_id=event.subject_id,
            version=event.version,
            next_attempt_at=now,
            due_at=now + LOOK_AGAIN,
            created=now,
            updated=now,
        )
