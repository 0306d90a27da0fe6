"""Fakes of the stores after a bill is read: the outbox, deliveries, and what is due."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from billhook.domain.delivery import Attempt, Delivery
from billhook.domain.errors import Lost
from billhook.domain.events import Event, EventType
from billhook.domain.ids import CompanyId, DeliveryId, DestinationId
from billhook.ports import Due, DueKind, Listed, Slice
from tests.fakes.memory import Memory, page_of


@dataclass
class FakeOutbox:
    memory: Memory

    def get(self, subject_id: str, version: int, kind: EventType) -> Event | None:
        return self.memory.events.get((subject_id, version, kind.value))

    def published(self, event: Event, *, now: datetime) -> None:
        with self.memory.lock:
            before = self.get(event.subject_id, event.version, event.type)
            if before:
                self.memory.keep(before.model_copy(update={"published": before.published or now, "due_at": None}))

    def postpone(self, event: Event, due_at: datetime) -> None:
        with self.memory.lock:
            before = self.get(event.subject_id, event.version, event.type)
            if before and before.published is None:
                self.memory.keep(before.model_copy(update={"due_at": due_at}))

    def page(self, company_id: CompanyId, part: Slice) -> Listed[Event]:
        mine = [one for one in self.memory.events.values() if one.company_id == company_id and one.type.is_public]
        return page_of(f"events of {company_id}", mine, part)


@dataclass
class FakeDeliveries:
    memory: Memory

    def add(self, delivery: Delivery) -> bool:
        with self.memory.lock:
            if delivery.id in self.memory.deliveries:
                return False
            self.memory.deliveries[delivery.id] = delivery
            return True

    def get(self, delivery_id: DeliveryId) -> Delivery | None:
        return self.memory.deliveries.get(delivery_id)

    def attempts(self, delivery_id: DeliveryId) -> tuple[Attempt, ...]:
        return tuple(attempt for _, attempt in sorted(self.memory.attempts.get(delivery_id, {}).items()))

    def claim(self, delivery_id: DeliveryId, *, attempt: int, now: datetime, until: datetime) -> Delivery:
        with self.memory.lock:
            before = self.memory.deliveries.get(delivery_id)
            if before is None or before.status.is_final or before.attempts != attempt - 1:
                raise Lost("This attempt is not to be made.")
            if before.claimed_until is not None and before.claimed_until > now:
                raise Lost("Somebody else is at it.")
            lease = {"claimed_until": until, "due_at": until}
            self.memory.deliveries[delivery_id] = before.model_copy(update=lease)
            return self.memory.deliveries[delivery_id]

    def record(self, delivery: Delivery, attempt: Attempt | None) -> None:
        with self.memory.lock:
            before = self.memory.deliveries.get(delivery.id)
            if before is None or before.attempts != (attempt.number - 1 if attempt else delivery.attempts):
                raise Lost("Somebody else recorded first.")
            if attempt:
                if before.status.is_final:
                    raise Lost("It ended meanwhile.")
                self.memory.attempts.setdefault(delivery.id, {})[attempt.number] = attempt
            self.memory.deliveries[delivery.id] = delivery

    def postpone(self, delivery_id: DeliveryId, due_at: datetime) -> None:
        with self.memory.lock:
            before = self.memory.deliveries.get(delivery_id)
            if before and not before.status.is_final:
                self.memory.deliveries[delivery_id] = before.model_copy(update={"due_at": due_at})

    def page(self, destination_id: DestinationId, part: Slice) -> Listed[Delivery]:
        mine = [one for one in self.memory.deliveries.values() if one.destination_id == destination_id]
        return page_of(f"deliveries of {destination_id}", mine, part)


@dataclass
class FakeDueIndex:
    memory: Memory

    def due(self, now: datetime, limit: int) -> Iterator[Due]:
        with self.memory.lock:
            every = [
                *(Due(DueKind.DOCUMENT, one.id, one) for one in self.memory.documents.values()),
                *(Due(DueKind.JOB, one.id, one) for one in self.memory.jobs.values()),
                *(Due(DueKind.EVENT, one.id, one) for one in self.memory.events.values()),
                *(Due(DueKind.DELIVERY, one.id, one) for one in self.memory.deliveries.values()),
            ]
        waiting = [(due.value.due_at, due) for due in every if due.value.due_at is not None and due.value.due_at < now]
        return islice((due for _, due in sorted(waiting, key=lambda pair: pair[0])), limit)
