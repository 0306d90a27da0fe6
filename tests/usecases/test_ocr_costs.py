"""What scans cost while the OCR service is slow or throttles: no page is paid twice, and every wait has an end."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any

from billhook.domain.bill import Extraction
from billhook.domain.document import Document
from billhook.domain.document_status import Status, StatusReason
from billhook.domain.document_text import RecognizedPage
from billhook.domain.errors import Throttled
from billhook.domain.job import JobStatus
from billhook.usecases.processing.parse_document import ParseDocument
from tests.builders import a_bill, a_word
from tests.fakes import NOW, FakeFile, World
from tests.usecases.pipeline import head, uploaded
from tests.usecases.simulation import Simulation
from tests.usecases.wiring import wired

SCAN = b"%PDF eight pages"
PAGE = Decimal("0.0015")


@dataclass
class Service:
    """An OCR service that runs ``before`` each request; ``asked`` are the images that it answered."""

    port: Any
    before: Callable[[bytes], None]
    asked: list[bytes]

    def detect(self, image: bytes) -> RecognizedPage:
        self.before(image)
        self.asked.append(image)
        return RecognizedPage((a_word("Scan"),))

    def __getattr__(self, name: str) -> Any:
        return getattr(self.port, name)


def scanned(world: World, before: Callable[[bytes], None]) -> tuple[Document, list[bytes]]:
    world.file_opener.files[SCAN] = FakeFile.scanned(8)
    service = Service(world.ocr, before, [])
    world.ocr = service  # type: ignore[assignment]
    return uploaded(world, SCAN), service.asked


def test_scan_with_a_page_throttled_for_days_ends_in_a_day() -> None:
    world, throttles = World(), []

    def throttle(image: bytes) -> None:
        if image == b"png of page 8":
            throttles.append(world.clock.now())
            raise Throttled("Slow down.")

    document, asked = scanned(world, throttle)

    Simulation(world=world).run()

    final = head(world, document)
    assert sorted(asked) == [b"png of page %d" % number for number in range(1, 8)]
    assert (final.status, final.verdict.status_reason) == (Status.REJECTED, StatusReason.SERVICE_UNAVAILABLE)
    assert final.result.estimated_cost == 7 * PAGE
    assert throttles[-1] - NOW < timedelta(hours=24, minutes=15)
    assert [job.status for job in world.memory.jobs.values()] == [JobStatus.FAILED]


def test_scan_with_every_second_request_throttled_is_paid_once() -> None:
    world, requests = World(), []

    def throttle(image: bytes) -> None:
        requests.append(image)
        if len(requests) % 2:
            raise Throttled("Slow down.")

    document, asked = scanned(world, throttle)

    Simulation(world=world).run()

    assert (head(world, document).status, len(asked)) == (Status.PARSED, 8)
    assert head(world, document).result.estimated_cost == len(asked) * PAGE


def test_scan_of_slow_pages_is_read_in_two_calls() -> None:
    world = World()
    document, asked = scanned(world, lambda _: world.clock.sleep(timedelta(seconds=8)))
    parse = wired(world, extract=lambda _: Extraction(bills=(a_bill(),))).get(ParseDocument)

    def call() -> Document:
        parse(document.id, deadline=world.clock.now() + timedelta(seconds=60))
        return head(world, document)

    waiting = call()
    (sent,) = world.parse_queue.sent
    assert (waiting.status, waiting.lease.attempts, waiting.lease.claimed_until) == (Status.PROCESSING, 0, None)
    assert (sent.message, sent.delay) == ({"documentId": document.id}, timedelta(0))

    final = call()

    assert (final.status, len(asked), final.result.estimated_cost) == (Status.PARSED, 8, 8 * PAGE)
