"""Plan the deliveries of an event: one for each destination that listens to it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from billhook.domain.delivery import Delivery, delivery_id
from billhook.domain.destination import Destination
from billhook.domain.event_filter import passes
from billhook.domain.events import Event
from billhook.domain.sweep_delays import RECHECK_DELAY
from billhook.ports.clock import Clock
from billhook.ports.deliveries import Deliveries, Destinations
from billhook.ports.events import Outbox
from billhook.ports.lists import PageRequest
from billhook.ports.queues import Queue
from billhook.wire.messages import EventNotice, delivery_message

_PAGE = PageRequest(limit=100)


@dataclass(frozen=True)
class PlanDeliveries:
    """Planning an event again makes no second delivery. One whose message was not sent is due in a minute.

    The event is due until it is planned: when the bus or the queue behind it lost it, the sweeper plans it.
    """

    destinations: Destinations
    deliveries: Deliveries
    outbox: Outbox
    deliver_queue: Queue
    clock: Clock

    def __call__(self, event: EventNotice) -> None:
        for destination in self._destinations(event):
            delivery = a_delivery(event, destination, self.clock.now())
            if self.deliveries.add(delivery):
                self.deliver_queue.send(delivery_message(delivery.id, 1), company_id=delivery.company_id)
        self.outbox.mark_planned(event.subject_id, event.version, event.type, now=self.clock.now())

    def _destinations(self, event: EventNotice) -> Iterator[Destination]:
        part = _PAGE
        while True:
            listed = self.destinations.page(event.company_id, part)
            yield from (one for one in listed.items if wants(one, event))
            if not listed.cursor:
                return
            part = PageRequest(limit=_PAGE.limit, cursor=listed.cursor)


def wants(destination: Destination, event: EventNotice) -> bool:
    """Whether a destination is to be told of an event, by its type and by what it says."""
    return destination.listens_to(event.type, event.version) and passes(destination.filter, event.body)


def a_delivery(event: EventNotice | Event, destination: Destination, now: datetime, *, test: bool = False) -> Delivery:
    """A delivery as it is planned: the first attempt is due, and the sweeper looks in a minute."""
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
