"""How events leave: the outbox and our bus."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from billhook.domain.events import Event, EventType
from billhook.domain.ids import CompanyId, EventId
from billhook.ports.lists import Listed, Slice


class Outbox(Protocol):
    def get(self, subject_id: str, version: int, kind: EventType) -> Event | None: ...
    def published(self, event: Event, *, now: datetime, due_at: datetime | None) -> None:
        """Mark it published; the sweeper looks at it again at ``due_at``, if it is not planned by then."""

    def planned(self, subject_id: str, version: int, kind: EventType, *, now: datetime) -> None:
        """Mark it planned, and thereby published: the sweeper no longer looks at it."""

    def postpone(self, event: Event, due_at: datetime) -> None:
        """Move the sweeper's next look at an event that is not planned."""

    def page(self, company_id: CompanyId, part: Slice) -> Listed[Event]: ...


@dataclass(frozen=True)
class BusEntry:
    """One event as it goes on the bus: source ``billhook.{companyId}``, detail-type, JSON detail."""

    event_id: EventId
    source: str
    detail_type: str
    detail: str


class Bus(Protocol):
    def publish(self, entries: Sequence[BusEntry]) -> Mapping[EventId, str]:
        """Publish in tens; answers the error code of each entry that was refused."""
