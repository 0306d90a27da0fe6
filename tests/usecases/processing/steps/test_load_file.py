"""Loading of uploaded bytes, and archives that go to the unpack queue."""

import pytest

from billhook.domain.document_status import StatusReason
from billhook.domain.errors import (
    Rejection,
    Unavailable,
)
from billhook.usecases.processing.steps.load_file import ForwardArchive, LoadFile
from tests.builders import (
    a_document,
    a_job,
    an_id,
)
from tests.fakes import World
from tests.usecases.wiring import wired


def test_load_file_has_size_and_hash(world: World) -> None:
    document = a_document()
    world.files.land(str(document.file.object_key), b"abc")

    loaded, content = wired(world).get(LoadFile).load(document)

    assert (content, loaded.file.size, len(loaded.file.sha256 or "")) == (b"abc", 3, 64)


def test_load_file_that_never_arrived_is_rejected(world: World) -> None:
    with pytest.raises(Rejection) as rejection:
        wired(world).get(LoadFile).load(a_document())

    assert rejection.value.code == StatusReason.NEVER_UPLOADED


def test_load_file_of_an_archive_being_unpacked_is_unavailable(world: World) -> None:
    archive = a_document(is_archive=True)
    world.documents.add(archive, ())

    with pytest.raises(Unavailable):
        wired(world).get(LoadFile).load(a_document(archive_id=archive.id))


def test_forward_archive_releases_and_sends_it(world: World) -> None:
    document = a_document()
    world.jobs.add(a_job(id=document.job_id), [document])

    wired(world).get(ForwardArchive).forward(document)

    assert world.memory.documents[document.id].file.is_archive
    assert len(world.unpack_queue.messages) == 1


def test_forward_archive_in_an_archive_is_rejected(world: World) -> None:
    with pytest.raises(Rejection):
        wired(world).get(ForwardArchive).forward(a_document(archive_id=an_id()))
