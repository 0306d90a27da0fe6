"""Commit a final state."""

import pytest

from billhook.domain.document_status import StatusReason
from billhook.domain.errors import (
    StaleLease,
)
from billhook.domain.events import EventType
from billhook.usecases.processing.steps.finish_document import FinishDocument
from tests.builders import (
    a_document,
)
from tests.fakes import World
from tests.usecases.wiring import wired


def test_finish_document_commits_version_and_event(world: World) -> None:
    document = a_document()
    world.documents.add(document, ())

    final = wired(world).get(FinishDocument).finish(document, document.rejected(StatusReason.CORRUPT, "It is corrupt."))

    assert (final.version, world.memory.documents[document.id]) == (1, final)
    assert [event.type for event in world.memory.events.values()] == [EventType.DOCUMENT_REJECTED]


def test_finish_document_with_an_old_fence_is_stale(world: World) -> None:
    document = a_document()
    world.documents.add(document.seized(), ())

    with pytest.raises(StaleLease):
        wired(world).get(FinishDocument).finish(document, document.rejected(StatusReason.CORRUPT, "It is corrupt."))
