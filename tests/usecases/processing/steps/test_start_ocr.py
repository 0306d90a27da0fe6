"""Start an OCR job."""

import pytest

from billhook.domain.document_status import Status
from billhook.domain.errors import Throttled
from billhook.usecases.processing.steps.read_pages import PendingOcr
from billhook.usecases.processing.steps.start_ocr import StartOcr
from tests.builders import a_document
from tests.fakes import World
from tests.usecases.wiring import wired


def test_start_ocr_releases_the_document(world: World) -> None:
    document = a_document()
    world.documents.add(document, ())
    pending = PendingOcr(pages=(1,), pdf=b"%PDF")

    for _ in range(2):
        wired(world).get(StartOcr).start(document, pending)

    waiting = world.memory.documents[document.id]
    assert (waiting.status, waiting.lease.claimed_until) == (Status.WAITING_OCR, None)
    assert list(world.ocr.started) == [waiting.lease.ocr_job_id]


def test_start_ocr_stores_the_pages_for_the_job(world: World) -> None:
    document = a_document()
    world.documents.add(document, ())
    pending = PendingOcr(pages=(1,), pdf=b"%PDF of page 1")

    wired(world).get(StartOcr).start(document, pending)

    ((ocr_job_id, key),) = world.ocr.started.items()
    assert (key, world.files.get(key)) == (f"work/{document.id}/1.pdf", b"%PDF of page 1")
    assert ocr_job_id.endswith(document.id)


def test_start_ocr_throttled_leaves_the_document(world: World) -> None:
    document = a_document()
    world.documents.add(document, ())
    world.ocr.throttles = 1

    with pytest.raises(Throttled):
        wired(world).get(StartOcr).start(document, PendingOcr(pages=(1,), pdf=b"%PDF"))
    assert world.memory.documents[document.id] == document
