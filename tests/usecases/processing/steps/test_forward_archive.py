"""Send an archive to the unpack queue."""

import pytest

from billhook.domain.errors import (
    Rejection,
)
from billhook.usecases.processing.steps.forward_archive import ForwardArchive
from tests.builders import (
    a_document,
    a_job,
    an_id,
)
from tests.fakes import World
from tests.usecases.wiring import wired


def test_forward_archive_releases_and_sends_it(world: World) -> None:
    document = a_document()
    world.jobs.add(a_job(id=document.job_id), [document])

    wired(world).get(ForwardArchive).forward(document)

    assert world.memory.documents[document.id].file.is_archive
    assert len(world.unpack_queue.messages) == 1


def test_forward_archive_in_an_archive_is_rejected(world: World) -> None:
    with pytest.raises(Rejection):
        wired(world).get(ForwardArchive).forward(a_document(archive_id=an_id()))
