"""Parsing a document whose bytes have arrived, up to its final state."""

from datetime import timedelta
from decimal import Decimal

import pytest

from billhook.domain.bill import Bill, Check, Extraction
from billhook.domain.document_status import Status, StatusReason
from billhook.domain.document_text import DocumentText, Route
from billhook.domain.errors import Crashed, Rejection, Throttled, Unavailable
from billhook.domain.events import EventType
from billhook.usecases.processing.parse_document import ParseDocument
from tests.builders import a_bill, a_content, a_document_text, a_final_document, a_job, a_word
from tests.fakes import NOW, FakeFile, World
from tests.usecases.pipeline import CONTENT, LEASE, events_of, head, parse, pipeline_finding, uploaded
from tests.usecases.wiring import wired


def test_parse_document_with_valid_checks_is_parsed(world: World) -> None:
    document = uploaded(world)

    final = parse(world, document)

    assert (final.status, final.verdict.status_reason, final.version) == (Status.PARSED, None, 1)
    assert (final.result.announced, final.verdict.is_flagged, final.result.is_utility_bill) == (True, False, True)
    assert (final.lease.claimed_until, final.lease.due_at, final.file.size) == (None, None, len(CONTENT))
    assert final.file.content_type == "application/pdf"
    assert [event.type for event in events_of(world, document)] == [EventType.DOCUMENT_CREATED]
    assert events_of(world, document)[0].due_at == NOW + timedelta(seconds=30)


def test_parse_document_stores_the_bill_with_routes_and_cost(world: World) -> None:
    document = uploaded(world)

    final = parse(world, document)

    content = world.contents.get(final)
    assert content is not None
    assert content.bill == a_bill()
    assert [(page.page, page.route) for page in content.page_routes] == [(1, "text_layer")]
    assert world.contents.document_text(final) == a_document_text("Total 121.00")
    assert final.result.digest is not None
    assert (final.result.digest.total_charges, final.result.digest.evidence) == (Decimal("121.00"), {})


@pytest.mark.parametrize(
    ("bill", "detail"),
    [
        (a_bill(total_charges=None), "totalCharges"),
        (a_bill(bill_date=None), "billDate"),
        (a_bill(charges_units=None, bill_date=None), "billDate, chargesUnits"),
    ],
)
def test_parse_document_with_missing_fields_needs_review(world: World, bill: Bill, detail: str) -> None:
    document = uploaded(world)

    final = parse(world, document, bill)

    assert (final.status, final.verdict.status_reason) == (Status.NEEDS_REVIEW, StatusReason.MISSING_FIELDS)
    assert (final.verdict.status_detail, final.verdict.is_flagged) == (detail, False)
    assert [item.type for item in events_of(world, document)] == [EventType.DOCUMENT_NEEDS_REVIEW]


def test_parse_document_with_failed_checks_is_flagged(world: World) -> None:
    document = uploaded(world)

    final = parse(world, document, a_bill(checks=(Check(name="total", holds=False, detail="1 + 1 = 3"),)))

    assert (final.status, final.verdict.status_reason) == (Status.NEEDS_REVIEW, StatusReason.FAILED_CHECKS)
    assert (final.verdict.status_detail, final.verdict.is_flagged, final.result.announced) == ("total", True, True)


@pytest.mark.parametrize(
    ("reason", "expected"),
    [(None, StatusReason.NOT_A_UTILITY_BILL), ("unreadable", StatusReason.UNREADABLE), ("odd", "not_a_utility_bill")],
)
def test_parse_document_without_a_bill_is_rejected_with_cost(world: World, reason: str | None, expected: str) -> None:
    document = uploaded(world, b"%PDF scan")
    world.file_opener.files[b"%PDF scan"] = FakeFile.scanned(2)
    world.ocr.words = (a_word("Menu"),)

    pipeline_finding(world, reason=reason).get(ParseDocument)(document.id)

    final = head(world, document)
    assert (final.status, final.verdict.status_reason) == (Status.REJECTED, expected)
    assert (len(final.result.page_routes), final.result.estimated_cost) == (2, Decimal("0.0030"))
    assert [event.type for event in events_of(world, document)] == [EventType.DOCUMENT_REJECTED]


@pytest.mark.parametrize("code", ["encrypted", "corrupt", "unsupported_type", "unsafe", "too_many_pages", "timeout"])
def test_parse_document_unreadable_is_rejected_with_the_reason(world: World, code: str) -> None:
    document = uploaded(world)
    world.file_opener.files[CONTENT] = Rejection(code, "So it is.")

    final = parse(world, document)

    assert (final.status, final.verdict.status_reason, final.verdict.status_detail) == (
        Status.REJECTED,
        StatusReason(code),
        "So it is.",
    )
    assert (final.version, final.lease.due_at, final.result.is_utility_bill) == (1, None, None)


@pytest.mark.parametrize(
    ("source_url", "reason"),
    [(None, StatusReason.NEVER_UPLOADED), ("https://files.example.org/a.pdf", StatusReason.FETCH_FAILED)],
)
def test_parse_document_without_bytes_is_rejected(world: World, source_url: str | None, reason: StatusReason) -> None:
    document = uploaded(world, content=None, source_url=source_url)

    assert parse(world, document).verdict.status_reason is reason


def test_parse_document_too_large_is_rejected_before_the_load(world: World) -> None:
    document = uploaded(world, b"x" * (50 * 1024 * 1024 + 1))

    assert parse(world, document).verdict.status_reason is StatusReason.TOO_LARGE


def test_parse_document_reads_the_notified_object_version(world: World) -> None:
    document = uploaded(world)
    world.files.land(str(document.file.object_key), b"%PDF something else put there")

    pipeline_finding(world, a_bill()).get(ParseDocument)(document.id, "v1")

    assert (head(world, document).status, head(world, document).file.object_version) == (Status.PARSED, "v1")


def test_parse_document_claimed_by_another_worker_does_nothing(world: World) -> None:
    document = uploaded(world)
    mine = world.documents.claim(document.id, now=NOW, until=NOW + LEASE)

    assert parse(world, document) == mine


def test_parse_document_final_does_nothing(world: World) -> None:
    document = a_final_document()
    world.jobs.add(a_job(), [document])

    assert parse(world, document) == document


def test_parse_document_throttled_is_retried_without_an_attempt(world: World) -> None:
    document = uploaded(world, b"%PDF scan")
    world.file_opener.files[b"%PDF scan"] = FakeFile.scanned(1)
    world.ocr.throttles = 4

    waiting = parse(world, document)

    assert (waiting.status, waiting.lease.attempts, waiting.lease.claimed_until) == (Status.PROCESSING, 0, None)
    (sent,) = world.parse_queue.sent
    assert (sent.message, sent.delay) == ({"documentId": document.id}, timedelta(seconds=10))
    assert waiting.lease.due_at == world.clock.now() + sent.delay + timedelta(seconds=60)


@pytest.mark.parametrize(("age", "waits"), [(0, 10), (60, 30), (3600, 300)])
def test_parse_document_throttled_waits_by_its_age(world: World, age: int, waits: int) -> None:
    document = uploaded(world)
    world.file_opener.files[CONTENT] = Throttled("Slow down.")
    world.clock.advance(timedelta(seconds=age))
    world.ids.share = 1.0

    parse(world, document)

    assert world.parse_queue.sent[0].delay == timedelta(seconds=2 * waits)


def test_parse_document_with_a_failing_service_is_retried(world: World) -> None:
    document = uploaded(world)
    world.file_opener.files[CONTENT] = Unavailable("Out of order.")

    for _ in range(20):
        parse(world, document)

    assert head(world, document).status is Status.PROCESSING


def test_parse_document_with_a_bug_is_reported_and_retried(world: World) -> None:
    document = uploaded(world)
    fault = RuntimeError("a bug")
    world.file_opener.files[CONTENT] = fault

    waiting = [parse(world, document) for _ in range(4)][-1]

    assert (waiting.status, waiting.lease.attempts, waiting.lease.claimed_until) == (Status.PROCESSING, 0, None)
    assert waiting.lease.due_at == NOW + timedelta(seconds=70)
    assert world.processing_monitor.reported == [(fault, document.id)] * 4


def test_parse_document_counts_the_attempt_before_opening(world: World) -> None:
    document = uploaded(world)
    counted = []

    def extract(_: DocumentText) -> Extraction:
        counted.append(head(world, document).lease.attempts)
        return Extraction(bills=(a_bill(),))

    wired(world, extract=extract).get(ParseDocument)(document.id)

    assert (counted, head(world, document).lease.attempts) == ([1], 0)


def test_parse_document_of_a_crashed_reader_counts_the_attempt(world: World) -> None:
    document = uploaded(world)
    world.file_opener.files[CONTENT] = Crashed("The process was killed.")

    attempts = [parse(world, document).lease.attempts for _ in range(5)]

    assert attempts == [1, 2, 3, 4, 5]
    assert parse(world, document).verdict.status_reason is StatusReason.TIMEOUT


def test_parse_document_dead_before_opening_counts_no_attempt(world: World) -> None:
    document = uploaded(world)
    for _ in range(20):
        world.documents.claim(document.id, now=world.clock.now(), until=world.clock.now() + LEASE)
        world.clock.advance(LEASE)

    assert parse(world, document).status is Status.PARSED


def test_parse_document_out_of_attempts_is_rejected(world: World) -> None:
    document = uploaded(world, attempts=5)

    final = parse(world, document)

    assert (final.status, final.verdict.status_reason) == (Status.REJECTED, StatusReason.TIMEOUT)


def test_parse_document_resumes_a_stored_result(world: World) -> None:
    document = uploaded(world, fence=1, attempts=1)
    stored = a_content(document, version=1, bill=a_bill(invoice_id="stored"))
    world.contents.put(document.company_id, stored, None)
    world.file_opener.files[CONTENT] = RuntimeError("must not be opened")

    final = parse(world, document)

    assert final.result.digest is not None
    assert (final.status, final.result.digest.invoice_id) == (Status.PARSED, "stored")


def test_parse_document_of_a_short_scan_reads_page_by_page(world: World) -> None:
    document = uploaded(world, b"%PDF scan")
    world.file_opener.files[b"%PDF scan"] = FakeFile.scanned(3)
    world.ocr.words = (a_word("Total"),)

    final = parse(world, document)

    assert [page.route for page in final.result.page_routes] == [Route.DETECT_TEXT] * 3
    assert final.result.estimated_cost == Decimal("0.0045")


def test_parse_document_gives_its_pages_to_the_extraction(world: World) -> None:
    document = uploaded(world)
    seen: list[DocumentText] = []

    def extract(reading: DocumentText) -> Extraction:
        seen.append(reading)
        return Extraction(bills=(a_bill(),))

    wired(world, extract=extract).get(ParseDocument)(document.id)

    assert seen == [a_document_text("Total 121.00")]
