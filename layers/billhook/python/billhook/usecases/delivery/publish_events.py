"""Publish events of the outbox: update their job and site, then put them on the bus."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from billhook import names
from billhook.domain.errors import Unavailable
from billhook.domain.events import Event, EventType
from billhook.domain.ids import EventId
from billhook.domain.sweep_delays import PLAN_DEADLINE
from billhook.ports.clock import Clock
from billhook.ports.documents import Documents
from billhook.ports.events import Bus, BusEntry, Outbox
from billhook.usecases.companies.steps.activate_bill import ActivateBill
from billhook.usecases.delivery.steps.send_delivery import DescribeEvent
from billhook.usecases.jobs.steps.settle_job import SettleJob
from billhook.wire.events import encoded


@dataclass(frozen=True)
class PublishEvents:
    """At least once, with the same id and body. A failed event stays due and does not block others.

    A published event is due again later, until its deliveries are planned.
    """

    documents: Documents
    outbox: Outbox
    bus: Bus
    settle_job: SettleJob
    activate_bill: ActivateBill
    describe_event: DescribeEvent
    clock: Clock

    def __call__(self, events: Sequence[Event]) -> Mapping[EventId, Exception]:
        """Why some events could not be published, by their ids."""
        faults: dict[EventId, Exception] = {}
        ready: list[tuple[Event, BusEntry | None]] = []
        for event in events:
            try:
                ready.append((event, self._prepared(event)))
            except Exception as fault:  # noqa: BLE001 - one event must not hold up the others
                faults[event.id] = fault
        refused = self.bus.publish([entry for _, entry in ready if entry])
        for event, entry in ready:
            if event.id in refused:
                faults[event.id] = Unavailable(f"The bus refused it: {refused[event.id]}.")
            else:
                now = self.clock.now()
                self.outbox.mark_published(event, now=now, due_at=now + PLAN_DEADLINE if entry else None)
        return faults

    def find_unpublished(self, subject_id: str, version: int, kind: EventType) -> Event | None:
        """The event as the outbox has it; None when it is gone or published already."""
        event = self.outbox.get(subject_id, version, kind)
        return event if event and event.published is None else None

    def _prepared(self, event: Event) -> BusEntry | None:
        """The bus entry, after job and site are updated; None when the event has no subject any more."""
        document = self.documents.get(event.document_id) if event.document_id else None
        if document:
            self.settle_job.settle(document)
            self.activate_bill.leave(document, event.version)
            self.activate_bill.compete(document)
        body = self.describe_event.body_of(event)
        if body is None:
            return None
        source = f"{names.EVENT_SOURCE_PREFIX}{event.company_id}"
        return BusEntry(event.id, source, event.type.value, encoded(body).decode())
