"""Plan the deliveries of an event: one for each destination that subscribes to it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from billhook.domain.delivery import Delivery, delivery_id
from billhook.domain.destination import Destination, passes
from billhook.domain.events import Event
from billhook.domain.sweep_delays import RECHECK_DELAY
from billhook.ports.clock import Clock
from billhook.ports.deliveries import Deliveries, Destinations
from billhook.ports.events import Outbox
from billhook.ports.lists import PageRequest
from billhook.ports.queues import DeliverQueue
from billhook.wire.messages import EventNotice, delivery_message

_PAGE = PageRequest(limit=100)


@dataclass(frozen=True)
class PlanDeliveries:
    """A repeat plans no second delivery. A delivery whose message was lost is due in a minute.

    An event is due until it is planned: the sweeper plans one that the bus or the queue lost.
    """

    destinations: Destinations
    deliveries: Deliveries
    outbox: Outbox
    deliver_queue: DeliverQueue
    clock: Clock

    def __call__(self, event: EventNotice) -> None:
        for destination in self._destinations(event):
            delivery = planned_delivery(event, destination, self.clock.now())
            if self.deliveries.add(delivery):
                self.deliver_queue.send(delivery_message(delivery.id, 1), company_id=delivery.company_id)
        self.outbox.mark_planned(event.subject_id, event.version, event.type, now=self.clock.now())

    def _destinations(self, event: EventNotice) -> Iterator[Destination]:
        part = _PAGE
        while True:
            page = self.destinations.page(event.company_id, part)
            yield from (destination for destination in page.items if is_wanted(destination, event))
            if not page.cursor:
                return
            part = PageRequest(limit=_PAGE.limit, cursor=page.cursor)


def is_wanted(destination: Destination, event: EventNotice) -> bool:
    """Whether a destination subscribes to an event, by its type and body."""
    return destination.listens_to(event.type, event.version) and passes(destination.filter, event.body)


def planned_delivery(
    event: EventNotice | Event, destination: Destination, now: datetime, *, test: bool = False
) -> Delivery:
    """A delivery whose first attempt is due; the sweeper checks it in a minute."""
    event_id = event.id if isinstance(event, Event) else event.event_id
    return Delivery(
        id=delivery_id(event_id, destination.id),
        company_id=event.company_id,
        destination_id=destination.id,
        event_id=event_id,
        event_type=event.type,
        subject_id=event.subject_id,
        version=event.version,
        test=test,
        next_attempt_at=now,
        due_at=now + RECHECK_DELAY,
        created=now,
        updated=now,
    )
