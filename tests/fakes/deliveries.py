"""Fakes of the stores after a bill is read: the outbox, deliveries, and what is due."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice, zip_longest
from zlib import crc32

from billhook.domain.circuit_breaker import CircuitBreaker, ProcessingCircuit
from billhook.domain.delivery import LEEWAY, Attempt, Delivery, DeliveryStatus, Resend
from billhook.domain.document import Document
from billhook.domain.errors import StaleLease
from billhook.domain.events import Event, EventType
from billhook.domain.ids import CompanyId, DeliveryId, DestinationId
from billhook.domain.ocr_rate import OcrRate
from billhook.domain.rate_limit import RateLimit
from billhook.domain.recovery import Recovery
from billhook.names import DUE_SHARDS
from billhook.ports.lists import ListPage, PageRequest
from billhook.ports.sweeper import ALL_SHARDS, Due, DueItem, DueKind
from tests.fakes.memory import Memory, page_of


@dataclass
class FakeOutbox:
    memory: Memory

    def get(self, subject_id: str, version: int, kind: EventType) -> Event | None:
        return self.memory.events.get((subject_id, version, kind.value))

    def mark_published(self, event: Event, *, now: datetime, due_at: datetime | None) -> None:
        with self.memory.lock:
            before = self.get(event.subject_id, event.version, event.type)
            if before:
                again = None if before.planned else due_at
                self.memory.keep(before.model_copy(update={"published": before.published or now, "due_at": again}))

    def mark_planned(self, subject_id: str, version: int, kind: EventType, *, now: datetime) -> None:
        with self.memory.lock:
            before = self.get(subject_id, version, kind)
            if before:
                done = {"planned": before.planned or now, "published": before.published or now, "due_at": None}
                self.memory.keep(before.model_copy(update=done))

    def postpone(self, event: Event, due_at: datetime) -> None:
        with self.memory.lock:
            before = self.get(event.subject_id, event.version, event.type)
            if before and before.planned is None:
                self.memory.keep(before.model_copy(update={"due_at": due_at}))

    def page(self, company_id: CompanyId, part: PageRequest) -> ListPage[Event]:
        mine = [
            event for event in self.memory.events.values() if event.company_id == company_id and event.type.is_public
        ]
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
        return tuple(sorted(self.memory.attempts.get(delivery_id, {}).values(), key=lambda made: made.at))

    def claim(self, delivery_id: DeliveryId, *, attempt: int, now: datetime, until: datetime) -> Delivery:
        with self.memory.lock:
            before = self.memory.deliveries.get(delivery_id)
            if before is None or before.status.is_final or before.attempts != attempt - 1:
                raise StaleLease("This attempt is not to be made.")
            if before.claimed_until is not None and before.claimed_until > now:
                raise StaleLease("Somebody else is at it.")
            if before.next_attempt_at is not None and before.next_attempt_at > now + LEEWAY:
                raise StaleLease("It is too early.")
            lease = {"claimed_until": until, "due_at": until}
            self.memory.deliveries[delivery_id] = before.model_copy(update=lease)
            return self.memory.deliveries[delivery_id]

    def record(self, delivery: Delivery, attempt: Attempt | None) -> None:
        with self.memory.lock:
            before = self.memory.deliveries.get(delivery.id)
            if before is None or before.attempts != (attempt.number - 1 if attempt else delivery.attempts):
                raise StaleLease("Somebody else recorded first.")
            if attempt is None and before.status is DeliveryStatus.DELIVERED:
                raise StaleLease("It ended meanwhile.")
            if attempt:
                if before.status.is_final:
                    raise StaleLease("It ended meanwhile.")
                self.memory.attempts.setdefault(delivery.id, {})[attempt.number] = attempt
            self.memory.deliveries[delivery.id] = delivery

    def postpone(self, delivery_id: DeliveryId, due_at: datetime) -> None:
        with self.memory.lock:
            before = self.memory.deliveries.get(delivery_id)
            if before and not before.status.is_final:
                self.memory.deliveries[delivery_id] = before.model_copy(update={"due_at": due_at})

    def add_resend(self, resend: Resend) -> None:
        with self.memory.lock:
            self.memory.resends[resend.id] = resend

    def claim_resend(self, delivery_id: DeliveryId, resend_id: str, *, now: datetime, until: datetime) -> Delivery:
        with self.memory.lock:
            wish = self._wish(delivery_id, resend_id)
            if wish.claimed_until is not None and wish.claimed_until > now:
                raise StaleLease("Somebody else is at it.")
            self.memory.resends[resend_id] = wish.model_copy(update={"claimed_until": until, "due_at": until})
            if delivery_id not in self.memory.deliveries:
                raise StaleLease("The delivery is not there any more.")
            return self.memory.deliveries[delivery_id]

    def record_resend(self, delivery_id: DeliveryId, resend_id: str, attempt: Attempt | None, *, now: datetime) -> None:
        with self.memory.lock:
            wish = self._wish(delivery_id, resend_id)
            self.memory.resends[resend_id] = wish.model_copy(update={"done": now, "due_at": None})
            if attempt:
                self.memory.attempts.setdefault(delivery_id, {})[resend_id] = attempt
            if attempt and attempt.succeeded:
                ended = {"status": DeliveryStatus.DELIVERED, "last_status_code": attempt.status_code}
                rest = dict.fromkeys(("last_error", "next_attempt_at", "claimed_until", "due_at"))
                before = self.memory.deliveries[delivery_id]
                self.memory.deliveries[delivery_id] = before.model_copy(update=ended | rest | {"updated": attempt.at})

    def postpone_resend(self, resend: Resend, due_at: datetime) -> None:
        with self.memory.lock:
            wish = self.memory.resends.get(resend.id)
            if wish and wish.done is None:
                self.memory.resends[resend.id] = wish.model_copy(update={"due_at": due_at})

    def _wish(self, delivery_id: DeliveryId, resend_id: str) -> Resend:
        wish = self.memory.resends.get(resend_id)
        if wish is None or wish.done or wish.delivery_id != delivery_id:
            raise StaleLease("Nobody wants it any more.")
        return wish

    def page(self, destination_id: DestinationId, part: PageRequest) -> ListPage[Delivery]:
        mine = [delivery for delivery in self.memory.deliveries.values() if delivery.destination_id == destination_id]
        return page_of(f"deliveries of {destination_id}", mine, part)


@dataclass
class FakeCircuitBreakers:
    memory: Memory

    def get(self, destination_id: DestinationId) -> CircuitBreaker:
        return self.memory.circuit_breakers.get(destination_id, CircuitBreaker(destination_id=destination_id))

    def save(self, health: CircuitBreaker) -> None:
        with self.memory.lock:
            _follow(self.get(health.destination_id), health)
            self.memory.circuit_breakers[health.destination_id] = health


@dataclass
class FakeOcrRates:
    memory: Memory

    def get(self) -> OcrRate:
        return self.memory.ocr_rate

    def save(self, rate: OcrRate) -> None:
        with self.memory.lock:
            _follow(self.get(), rate)
            self.memory.ocr_rate = rate


@dataclass
class FakeProcessingCircuits:
    memory: Memory

    def get(self) -> ProcessingCircuit:
        return self.memory.processing_circuit

    def save(self, circuit: ProcessingCircuit) -> None:
        with self.memory.lock:
            _follow(self.get(), circuit)
            self.memory.processing_circuit = circuit


@dataclass
class FakeRateLimits:
    memory: Memory

    def get(self, destination_id: DestinationId) -> RateLimit:
        return self.memory.rate_limits.get(destination_id, RateLimit(destination_id=destination_id))

    def save(self, pace: RateLimit) -> None:
        with self.memory.lock:
            _follow(self.get(pace.destination_id), pace)
            self.memory.rate_limits[pace.destination_id] = pace


@dataclass
class FakeRecoveries:
    memory: Memory

    def add(self, recovery: Recovery) -> None:
        self.memory.recoveries[recovery.id] = recovery

    def get(self, destination_id: DestinationId, recovery_id: str) -> Recovery | None:
        found = self.memory.recoveries.get(recovery_id)
        return found if found and found.destination_id == destination_id else None

    def save(self, recovery: Recovery) -> None:
        with self.memory.lock:
            _follow(self.memory.recoveries[recovery.id], recovery)
            self.memory.recoveries[recovery.id] = recovery


Revised = CircuitBreaker | OcrRate | ProcessingCircuit | RateLimit | Recovery


def _follow(before: Revised, after: Revised) -> None:
    if before.revision != after.revision - 1:
        raise StaleLease("Somebody else was faster.")


def due_at_of(value: Due) -> datetime | None:
    return value.lease.due_at if isinstance(value, Document) else value.due_at


@dataclass
class FakeDueIndex:
    memory: Memory

    def due_items(self, now: datetime, limit: int, shards: Sequence[int] = ALL_SHARDS) -> Iterator[DueItem]:
        with self.memory.lock:
            every = [
                *(DueItem(DueKind.DOCUMENT, document.id, document) for document in self.memory.documents.values()),
                *(DueItem(DueKind.COMPANY, company.id, company) for company in self.memory.companies.values()),
                *(DueItem(DueKind.JOB, job.id, job) for job in self.memory.jobs.values()),
                *(DueItem(DueKind.EVENT, event.id, event) for event in self.memory.events.values()),
                *(DueItem(DueKind.DELIVERY, delivery.id, delivery) for delivery in self.memory.deliveries.values()),
                *(DueItem(DueKind.RESEND, resend.id, resend) for resend in self.memory.resends.values()),
                *(DueItem(DueKind.RECOVERY, recovery.id, recovery) for recovery in self.memory.recoveries.values()),
            ]
        dated = [(due_at_of(due.value), due) for due in every if crc32(due.id.encode()) % DUE_SHARDS in shards]
        waiting = sorted(((at, due) for at, due in dated if at is not None and at < now), key=lambda pair: pair[0])
        by_kind = [[due for _, due in waiting if due.kind is kind] for kind in DueKind]
        in_turn = (due for turn in zip_longest(*by_kind) for due in turn if due is not None)
        return islice(in_turn, limit)
