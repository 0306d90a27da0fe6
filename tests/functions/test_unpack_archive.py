"""The function that unpacks, on fakes: a sample of ``events/`` in, documents out."""

from collections.abc import Iterator

import pytest

import functions.unpack_archive.handler
from billhook.domain.document_status import Status
from billhook.domain.ids import DocumentId
from billhook.runtime.container import Container
from tests.adapters.archives import BILL, a_zip
from tests.builders import a_document, a_job
from tests.fakes import World
from tests.functions.calling import an_event as a_sample
from tests.usecases.wiring import wired

ARCHIVE = DocumentId("019a9d2e-4000-7000-8000-000000000031")


@pytest.fixture(autouse=True)
def pipeline_on_fakes(monkeypatch: pytest.MonkeyPatch, world: World) -> Iterator[None]:
    monkeypatch.setattr(Container, "of", lambda _: wired(world))
    yield
    functions.unpack_archive.handler.container.cache_clear()


def test_unpack_archive_creates_documents(world: World) -> None:
    archive = a_document(id=ARCHIVE, is_archive=True)
    world.jobs.add(a_job(id=archive.job_id), [archive])
    world.files.land(str(archive.file.object_key), a_zip(("a.pdf", BILL), ("b.pdf", BILL)))

    answer = functions.unpack_archive.handler.handler(a_sample("unpack_archive/archive"), None)

    assert answer == {"batchItemFailures": []}
    assert world.memory.documents[ARCHIVE].status is Status.UNPACKED
    assert (
        len([document for document in world.memory.documents.values() if document.identity.archive_id == ARCHIVE]) == 2
    )


def test_unpack_archive_reports_unknown_messages(world: World) -> None:
    event = a_sample("unpack_archive/archive")
    event["Records"][0]["body"] = "no json"

    answer = functions.unpack_archive.handler.handler(event, None)

    assert answer["batchItemFailures"] == [{"itemIdentifier": event["Records"][0]["messageId"]}]
