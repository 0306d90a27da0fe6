"""One table in memory, shared by the fakes of all stores, and its lists."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from threading import RLock
from typing import Any, Protocol, TypeVar

from billhook.domain.circuit_breaker import CircuitBreaker, ProcessingCircuit
from billhook.domain.company import Account, ApiKey, Company, Site
from billhook.domain.delivery import Attempt, Delivery, Resend
from billhook.domain.destination import Destination
from billhook.domain.document import Document
from billhook.domain.drop import Drop
from billhook.domain.errors import Invalid, Problem
from billhook.domain.events import Event
from billhook.domain.job import Job, JobEntry
from billhook.domain.ocr_rate import OcrRate
from billhook.domain.rate_limit import RateLimit
from billhook.domain.recovery import Recovery
from billhook.ports.lists import ListPage, PageRequest


@dataclass
class Memory:
    """All rows by their keys. A read followed by a write holds ``lock``, which makes a fake atomic."""

    lock: Any = field(default_factory=RLock)
    accounts: dict[str, Account] = field(default_factory=dict)
    keys: dict[str, ApiKey] = field(default_factory=dict)
    companies: dict[str, Company] = field(default_factory=dict)
    sites: dict[str, Site] = field(default_factory=dict)
    jobs: dict[str, Job] = field(default_factory=dict)
    entries: dict[str, dict[str, JobEntry]] = field(default_factory=dict)
    places: dict[str, dict[str, int]] = field(default_factory=dict)
    documents: dict[str, Document] = field(default_factory=dict)
    versions: dict[str, dict[int, Document]] = field(default_factory=dict)
    fingerprints: dict[tuple[str, str], str] = field(default_factory=dict)
    waiting: dict[str, set[str]] = field(default_factory=dict)
    events: dict[tuple[str, int, str], Event] = field(default_factory=dict)
    drops: dict[str, Drop] = field(default_factory=dict)
    scan_cursors: dict[str, str | None] = field(default_factory=dict)
    destinations: dict[str, Destination] = field(default_factory=dict)
    deliveries: dict[str, Delivery] = field(default_factory=dict)
    attempts: dict[str, dict[int | str, Attempt]] = field(default_factory=dict)
    resends: dict[str, Resend] = field(default_factory=dict)
    circuit_breakers: dict[str, CircuitBreaker] = field(default_factory=dict)
    rate_limits: dict[str, RateLimit] = field(default_factory=dict)
    recoveries: dict[str, Recovery] = field(default_factory=dict)
    ocr_rate: OcrRate = field(default_factory=OcrRate)
    processing_circuit: ProcessingCircuit = field(default_factory=ProcessingCircuit)

    def keep(self, event: Event) -> None:
        """Put an outbox row."""
        self.events[event.subject_id, event.version, event.type.value] = event


class Dated(Protocol):
    @property
    def id(self) -> str: ...


T = TypeVar("T", bound=Dated)


def page_of(name: str, things: Iterable[T], part: PageRequest) -> ListPage[T]:
    """One page of the list ``name``, newest first; its cursors are good for this list only."""
    ordered = sorted(things, key=_place, reverse=True)
    after = _opened(name, part.cursor)
    rest = [thing for thing in ordered if after is None or _place(thing) < after]
    shown = tuple(rest[: part.limit])
    more = len(rest) > len(shown)
    return ListPage(shown, _sealed(name, _place(shown[-1])) if shown and more else None)


def page_by_version(name: str, versions: Iterable[Document], part: PageRequest) -> ListPage[Document]:
    """One page of the versions of a document, newest first."""
    after = _opened(name, part.cursor)
    rest = sorted(
        (version for version in versions if after is None or version.version < int(after[0])), key=_number, reverse=True
    )
    shown = tuple(rest[: part.limit])
    more = len(rest) > len(shown)
    return ListPage(shown, _sealed(name, (str(shown[-1].version), "")) if more else None)


def _number(document: Document) -> int:
    return document.version


def _place(thing: Any) -> tuple[str, str]:
    born: datetime = thing.occurred if isinstance(thing, Event) else thing.created
    return born.isoformat(timespec="microseconds"), thing.id


def _sealed(name: str, place: tuple[str, str]) -> str:
    return urlsafe_b64encode(json.dumps([name, *place]).encode()).decode()


def _opened(name: str, cursor: str | None) -> tuple[str, str] | None:
    if cursor is None:
        return None
    try:
        found, born, thing_id = json.loads(urlsafe_b64decode(cursor))
    except ValueError:
        found, born, thing_id = None, "", ""
    if found != name:
        problem = Problem("cursor", "This is no cursor of this list.")
        raise Invalid("The cursor does not belong to this list.", (problem,))
    return born, thing_id
