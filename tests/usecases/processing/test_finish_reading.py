"""A long scan waits for OCR, and goes on whoever tells that it is done."""

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
from tests.usecases.pipeline import handed_in, head, reading_as

SCAN = b"%PDF-1.7 nine pages of paper"


def waiting(world: World) -> tuple[Document, Container]:
    """A document of nine pages whose OCR has been started."""
    document = handed_in(world, SCAN)
    world.file_opener.files[SCAN] = FakeFile.scanned(9)
    pipeline = reading_as(world, a_bill())
    pipeline.get(ParseDocument)(document.id)
    return head(world, document), pipeline


def test_many_unread_pages_are_cut_out_and_handed_over(world: World) -> None:
    document, _ = waiting(world)

    key = f"work/{document.id}/1.pdf"
    assert (document.status, document.status.shown) == (Status.WAITING_OCR, Status.PROCESSING)
    assert (document.claimed_until, document.attempts, document.due_at) == (None, 0, NOW + timedelta(seconds=60))
    assert world.ocr.started == {document.ocr_job_id: key}
    assert world.ocr.tokens == {derived("ocr", document.id, 1): document.ocr_job_id}
    assert world.files.get(key) == b"%PDF of pages 1,2,3,4,5,6,7,8,9"


def test_the_message_that_it_is_done_finishes_the_document(world: World) -> None:
    document, pipeline = waiting(world)
    world.ocr.finish(str(document.ocr_job_id), *[(a_word("Total"),)] * 9)

    pipeline.get(FinishReading)(document.id, str(document.ocr_job_id))

    final = head(world, document)
    assert (final.status, final.ocr_job_id, final.estimated_cost) == (Status.PARSED, None, Decimal("0.0135"))
    assert {page.route for page in final.page_routes} == {"detect_text_async"}


def test_the_sweeper_asks_when_no_message_comes(world: World) -> None:
    document, pipeline = waiting(world)
    world.ocr.finish(str(document.ocr_job_id), *[(a_word("Total"),)] * 9)
    world.clock.advance(timedelta(seconds=61))

    pipeline.get(ParseDocument)(document.id)

    assert head(world, document).status is Status.PARSED


def test_while_ocr_runs_the_document_waits_on(world: World) -> None:
    document, pipeline = waiting(world)
    world.clock.advance(timedelta(minutes=10))

    pipeline.get(ParseDocument)(document.id)

    on = head(world, document)
    assert (on.status, on.attempts, on.updated) == (Status.WAITING_OCR, 0, document.updated)
    assert on.due_at == world.clock.now() + timedelta(seconds=60)


def test_ocr_that_never_answers_ends_the_document(world: World) -> None:
    document, pipeline = waiting(world)
    world.clock.advance(timedelta(minutes=61))

    pipeline.get(ParseDocument)(document.id)

    assert head(world, document).status_reason is StatusReason.TIMEOUT


def test_ocr_that_fails_rejects_the_document_and_frees_its_bytes(world: World) -> None:
    document, pipeline = waiting(world)
    world.ocr.fail(str(document.ocr_job_id))

    pipeline.get(FinishReading)(document.id, str(document.ocr_job_id))

    assert head(world, document).status_reason is StatusReason.UNREADABLE
    assert world.memory.fingerprints == {}


def test_fewer_pages_than_were_handed_over_are_no_reading(world: World) -> None:
    document, pipeline = waiting(world)
    world.ocr.finish(str(document.ocr_job_id), (a_word("Total"),))

    pipeline.get(FinishReading)(document.id, str(document.ocr_job_id))

    assert head(world, document).status_reason is StatusReason.UNREADABLE


def test_throttling_while_collecting_counts_as_nothing(world: World) -> None:
    document, pipeline = waiting(world)
    world.ocr.results[str(document.ocr_job_id)] = Throttled("Slow down.")

    pipeline.get(FinishReading)(document.id, str(document.ocr_job_id))

    on = head(world, document)
    assert (on.status, on.attempts, on.ocr_job_id) == (Status.WAITING_OCR, 0, document.ocr_job_id)


@pytest.mark.parametrize("job", ["another", "its own, late"])
def test_a_message_for_what_nobody_waits_for_changes_nothing(world: World, job: str) -> None:
    document, pipeline = waiting(world)
    ocr_job_id = str(document.ocr_job_id)
    if job != "another":
        world.ocr.finish(ocr_job_id, *[(a_word("Total"),)] * 9)
        pipeline.get(FinishReading)(document.id, ocr_job_id)
    before = head(world, document)

    pipeline.get(FinishReading)(document.id, "ocr-7" if job == "another" else ocr_job_id)
    pipeline.get(FinishReading)(DocumentId(an_id()), ocr_job_id)

    assert head(world, document) == before
