"""Finishing a document whose OCR job has ended, by its message or by the sweeper."""

from datetime import timedelta
from decimal import Decimal

import pytest

from billhook.domain.document import Document
from billhook.domain.document_status import Status, StatusReason
from billhook.domain.errors import Throttled
from billhook.domain.ids import DocumentId, derived
from billhook.runtime.container import Container
from billhook.usecases.processing.finish_reading import FinishReading
from billhook.usecases.processing.parse_document import ParseDocument
from tests.builders import a_bill, a_word, an_id
from tests.fakes import NOW, FakeFile, World
from tests.usecases.pipeline import head, pipeline_finding, uploaded

SCAN = b"%PDF-1.7 nine pages of paper"


def waiting(world: World) -> tuple[Document, Container]:
    """A document of nine pages whose OCR has been started."""
    document = uploaded(world, SCAN)
    world.file_opener.files[SCAN] = FakeFile.scanned(9)
    pipeline = pipeline_finding(world, a_bill())
    pipeline.get(ParseDocument)(document.id)
    return head(world, document), pipeline


def test_finish_reading_waits_for_the_pages_sent_to_ocr(world: World) -> None:
    document, _ = waiting(world)

    key = f"work/{document.id}/1.pdf"
    assert (document.status, document.status.shown) == (Status.WAITING_OCR, Status.PROCESSING)
    assert (document.lease.claimed_until, document.lease.attempts, document.lease.due_at) == (
        None,
        0,
        NOW + timedelta(seconds=60),
    )
    assert world.ocr.started == {document.lease.ocr_job_id: key}
    assert world.ocr.tokens == {derived("ocr", document.id, 1): document.lease.ocr_job_id}
    assert world.files.get(key) == b"%PDF of pages 1,2,3,4,5,6,7,8,9"


def test_finish_reading_at_the_ocr_message_parses_the_document(world: World) -> None:
    document, pipeline = waiting(world)
    world.ocr.finish(str(document.lease.ocr_job_id), *[(a_word("Total"),)] * 9)

    pipeline.get(FinishReading)(document.id, str(document.lease.ocr_job_id))

    final = head(world, document)
    assert (final.status, final.lease.ocr_job_id, final.result.estimated_cost) == (
        Status.PARSED,
        None,
        Decimal("0.0135"),
    )
    assert {page.route for page in final.result.page_routes} == {"detect_text_async"}


def test_finish_reading_without_a_message_is_done_by_the_sweeper(world: World) -> None:
    document, pipeline = waiting(world)
    world.ocr.finish(str(document.lease.ocr_job_id), *[(a_word("Total"),)] * 9)
    world.clock.advance(timedelta(seconds=61))

    pipeline.get(ParseDocument)(document.id)

    assert head(world, document).status is Status.PARSED


def test_finish_reading_while_ocr_runs_waits(world: World) -> None:
    document, pipeline = waiting(world)
    world.clock.advance(timedelta(minutes=10))

    pipeline.get(ParseDocument)(document.id)

    on = head(world, document)
    assert (on.status, on.lease.attempts, on.updated) == (Status.WAITING_OCR, 0, document.updated)
    assert on.lease.due_at == world.clock.now() + timedelta(seconds=60)


def test_finish_reading_without_an_answer_gives_up(world: World) -> None:
    document, pipeline = waiting(world)
    world.clock.advance(timedelta(hours=25))

    pipeline.get(ParseDocument)(document.id)

    assert head(world, document).verdict.status_reason is StatusReason.SERVICE_UNAVAILABLE


def test_finish_reading_of_a_failed_job_rejects_the_document(world: World) -> None:
    document, pipeline = waiting(world)
    world.ocr.fail(str(document.lease.ocr_job_id))

    pipeline.get(FinishReading)(document.id, str(document.lease.ocr_job_id))

    assert head(world, document).verdict.status_reason is StatusReason.UNREADABLE
    assert world.memory.fingerprints == {}


def test_finish_reading_with_missing_pages_is_rejected(world: World) -> None:
    document, pipeline = waiting(world)
    world.ocr.finish(str(document.lease.ocr_job_id), (a_word("Total"),))

    pipeline.get(FinishReading)(document.id, str(document.lease.ocr_job_id))

    assert head(world, document).verdict.status_reason is StatusReason.UNREADABLE


def test_finish_reading_throttled_costs_no_attempt(world: World) -> None:
    document, pipeline = waiting(world)
    world.ocr.results[str(document.lease.ocr_job_id)] = Throttled("Slow down.")

    pipeline.get(FinishReading)(document.id, str(document.lease.ocr_job_id))

    on = head(world, document)
    assert (on.status, on.lease.attempts, on.lease.ocr_job_id) == (Status.WAITING_OCR, 0, document.lease.ocr_job_id)


@pytest.mark.parametrize("job", ["another", "its own, late"])
def test_finish_reading_of_another_job_changes_nothing(world: World, job: str) -> None:
    document, pipeline = waiting(world)
    ocr_job_id = str(document.lease.ocr_job_id)
    if job != "another":
        world.ocr.finish(ocr_job_id, *[(a_word("Total"),)] * 9)
        pipeline.get(FinishReading)(document.id, ocr_job_id)
    before = head(world, document)

    pipeline.get(FinishReading)(document.id, "ocr-7" if job == "another" else ocr_job_id)
    pipeline.get(FinishReading)(DocumentId(an_id()), ocr_job_id)

    assert head(world, document) == before
