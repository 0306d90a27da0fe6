"""Fakes of the world outside: receivers of webhooks, buses of customers, servers that hold bills."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from billhook.domain.document import Document
from billhook.domain.errors import Rejection
from billhook.ports.events import BusEntry
from billhook.ports.senders import DeliveryResponse

OK = DeliveryResponse(status_code=200, error=None, body="", retry_after=None, duration_ms=7)


@dataclass(frozen=True)
class Posted:
    """One request that reached a receiver."""

    url: str
    headers: Mapping[str, str]
    body: bytes
    method: str = "POST"


@dataclass
class FakeHttpClient:
    """Keeps what was posted and gives the ``answers`` in turn, then ``OK`` for ever."""

    answers: list[DeliveryResponse] = field(default_factory=list)
    posted: list[Posted] = field(default_factory=list)

    def post(self, url: str, *, headers: Mapping[str, str], body: bytes) -> DeliveryResponse:
        self.posted.append(Posted(url, dict(headers), body))
        return self.answers.pop(0) if self.answers else OK

    def get(self, url: str, *, headers: Mapping[str, str]) -> DeliveryResponse:
        self.posted.append(Posted(url, dict(headers), b"", "GET"))
        return self.answers.pop(0) if self.answers else OK


@dataclass
class FakeCustomerBuses:
    """Keeps what was put on which bus and gives the ``answers`` in turn, then ``OK`` for ever."""

    answers: list[DeliveryResponse] = field(default_factory=list)
    taken: list[tuple[str, BusEntry]] = field(default_factory=list)

    def put(self, bus_arn: str, entry: BusEntry) -> DeliveryResponse:
        self.taken.append((bus_arn, entry))
        return self.answers.pop(0) if self.answers else OK


@dataclass
class FakeProcessingMonitor:
    """Keeps the reported faults with the documents that met them, and the final documents."""

    reported: list[tuple[Exception, str]] = field(default_factory=list)
    finished: list[Document] = field(default_factory=list)

    def report_fault(self, fault: Exception, *, document_id: str) -> None:
        self.reported.append((fault, document_id))

    def report_outcome(self, final: Document) -> None:
        self.finished.append(final)


@dataclass
class FakeFetcher:
    """Serves ``files`` (bytes and the server's file name); an error represents a URL that cannot be fetched."""

    files: dict[str, tuple[bytes, str | None] | Exception] = field(default_factory=dict)

    def fetch(self, url: str, into: Path) -> str | None:
        found = self.files.get(url, Rejection("fetch_failed", "The server answered 404."))
        if isinstance(found, Exception):
            raise found
        content, name = found
        into.write_bytes(content)
        return name
