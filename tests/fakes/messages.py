"""Fakes of what carries messages: queues and the bus."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from billhook.domain.ids import CompanyId, EventId
from billhook.ports.events import BusEntry

LONGEST = timedelta(minutes=15)


@dataclass(frozen=True)
class Sent:
    """A message on a queue, how long it sleeps, and the company whose turn it takes."""

    message: Mapping[str, Any]
    delay: timedelta
    company_id: CompanyId | None = None


@dataclass
class FakeQueue:
    """Keeps what was sent; ``take`` empties it. Set ``breaks`` to an error that ``send`` should raise."""

    sent: list[Sent] = field(default_factory=list)
    breaks: Exception | None = None

    def send(
        self, message: Mapping[str, Any], *, delay: timedelta = timedelta(0), company_id: CompanyId | None = None
    ) -> None:
        if self.breaks:
            raise self.breaks
        if not timedelta(0) <= delay <= LONGEST:
            raise ValueError("A message sleeps from 0 to 15 minutes.")
        self.sent.append(Sent(dict(message), delay, company_id))

    @property
    def messages(self) -> list[Mapping[str, Any]]:
        return [item.message for item in self.sent]

    def take(self) -> list[Sent]:
        taken, self.sent = self.sent, []
        return taken


@dataclass
class FakeTimer:
    """Thinks that everything is quick, unless ``is_slow``."""

    is_slow: bool = False

    @contextmanager
    def run_after(self, delay: timedelta, act: Callable[[], None]) -> Iterator[None]:
        del delay
        if self.is_slow:
            act()
        yield


@dataclass
class FakeBus:
    """Keeps what was published, in order; ``refuses`` names events and the code they are refused with."""

    published: list[BusEntry] = field(default_factory=list)
    refuses: dict[EventId, str] = field(default_factory=dict)

    def publish(self, entries: Sequence[BusEntry]) -> Mapping[EventId, str]:
        refused = {entry.event_id: self.refuses[entry.event_id] for entry in entries if entry.event_id in self.refuses}
        self.published += [entry for entry in entries if entry.event_id not in refused]
        return refused

    @property
    def types(self) -> list[str]:
        return [entry.detail_type for entry in self.published]
