"""The outbox of events, and the EventBridge bus that they are published on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from billhook.domain.events import Event, EventType
from billhook.domain.ids import CompanyId, EventId
from billhook.ports.lists import ListPage, PageRequest


class Outbox(Protocol):
    def get(self, subject_id: str, version: int, kind: EventType) -> Event | None: ...
    def mark_published(self, event: Event, *, now: datetime, due_at: datetime | None) -> None:
        """Mark an event published. The sweeper visits it at ``due_at`` unless it is planned by then."""

    def mark_planned(self, subject_id: str, version: int, kind: EventType, *, now: datetime) -> None:
        """Mark an event planned and published; it is no longer due."""

    def postpone(self, event: Event, due_at: datetime) -> None:
        """Set when the sweeper next visits an event that is not planned."""

    def page(self, company_id: CompanyId, part: PageRequest) -> ListPage[Event]: ...


@dataclass(frozen=True)
class BusEntry:
    """One EventBridge entry: source ``billhook.{companyId}``, detail-type, JSON detail."""

    event_id: EventId
    source: str
    detail_type: str
    detail: str


class Bus(Protocol):
    def publish(self, entries: Sequence[BusEntry]) -> Mapping[EventId, str]:
        """Publish in batches of ten. Return the error code of each entry that was refused."""
