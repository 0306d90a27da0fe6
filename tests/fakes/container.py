"""The container with fakes in its table of ports."""

from collections.abc import Mapping
from typing import Any

from billhook.ports.clock import Clock, Ids, Timer
from billhook.ports.companies import Accounts, Companies, CompanyRows, Drops
from billhook.ports.crypto import Cipher, Encryptor, Hmacs, Tokens
from billhook.ports.deliveries import CircuitBreakers, Deliveries, Destinations, RateLimits, Recoveries
from billhook.ports.documents import Contents, Documents, Fingerprints, Jobs
from billhook.ports.events import Bus, Outbox
from billhook.ports.extraction import Extractor
from billhook.ports.faults import ProcessingCircuits, ProcessingMonitor
from billhook.ports.files import Fetcher, Files
from billhook.ports.limits import Budgets, Counters, IdempotencyRecords, OcrRates
from billhook.ports.queues import DeliverQueue, EraseQueue, FetchQueue, ParseQueue, UnpackQueue
from billhook.ports.senders import CustomerBuses, HttpClient
from billhook.ports.sweeper import DueIndex, ScanCursors
from billhook.ports.text_recognition import ExpenseAnalyzer, FileOpener, Ocr, Recognizer
from billhook.runtime.container import Container, port_name
from billhook.runtime.ports import PORTS, Provider
from billhook.settings import Settings
from tests.fakes.world import World

NAMES: Mapping[object, str] = {
    Accounts: "accounts",
    ExpenseAnalyzer: "expense_analyzer",
    Budgets: "budgets",
    Bus: "bus",
    Cipher: "cipher",
    CircuitBreakers: "circuit_breakers",
    Clock: "clock",
    Companies: "companies",
    CompanyRows: "company_rows",
    Contents: "contents",
    Counters: "counters",
    CustomerBuses: "buses",
    DeliverQueue: "deliver_queue",
    Deliveries: "deliveries",
    Destinations: "destinations",
    Documents: "documents",
    Drops: "drops",
    DueIndex: "due_index",
    Encryptor: "encryptor",
    EraseQueue: "erase_queue",
    Extractor: "extract",
    ProcessingMonitor: "processing_monitor",
    FetchQueue: "fetch_queue",
    Fetcher: "fetcher",
    FileOpener: "file_opener",
    Files: "files",
    Fingerprints: "fingerprints",
    Hmacs: "hmacs",
    HttpClient: "http_client",
    IdempotencyRecords: "idempotency_records",
    Ids: "ids",
    Jobs: "jobs",
    Ocr: "ocr",
    OcrRates: "ocr_rates",
    Outbox: "outbox",
    ParseQueue: "parse_queue",
    ProcessingCircuits: "processing_circuits",
    RateLimits: "rate_limits",
    Recognizer: "ocr",
    Recoveries: "recoveries",
    ScanCursors: "scan_cursors",
    Timer: "timer",
    Tokens: "tokens",
    UnpackQueue: "unpack_queue",
}
"""By port: its name among the fields of ``World`` and the ``parts`` that replace them."""


def container_of(ports: Mapping[str, Any], settings: Settings | None = None) -> Container:
    """A container with ``ports`` by their names; all others are the real ones. Raises TypeError."""
    unknown = ports.keys() - {*NAMES.values(), "memory"}
    if unknown:
        raise TypeError(f"no port is called {sorted(unknown)}")
    providers = {port_name(port): _provider(ports[name]) for port, name in NAMES.items() if name in ports}
    return Container(settings or Settings(), {**PORTS, **providers})


def fake_container(world: World, settings: Settings | None = None, **parts: Any) -> Container:
    """A container on the fakes of ``world``, but for ``parts`` (ports by their names, and ``extract``)."""
    return container_of(vars(world) | parts, settings)


def _provider(port: object) -> Provider:
    return lambda _: port
