"""Reject a document."""

import pytest

from billhook.domain.document_status import Status, StatusReason
from billhook.domain.errors import Rejection, StaleLease
from billhook.domain.events import EventType
from billhook.ports.lists import PageRequest
from billhook.usecases.processing.steps.reject_document import RejectDocument
from tests.builders import COMPANY, a_document
from tests.documents import altered
from tests.fakes import World
from tests.usecases.wiring import wired


def test_reject_document_has_the_reason_of_the_rejection(world: World) -> None:
    document = a_document()
    world.documents.add(document, ())

    rejected = wired(world).get(RejectDocument).reject(document, Rejection(StatusReason.ENCRYPTED, "It is encrypted."))

    assert (rejected.status, rejected.verdict.status_reason) == (Status.REJECTED, StatusReason.ENCRYPTED)
    assert world.memory.documents[document.id] == rejected
    assert [event.type for event in world.memory.events.values()] == [EventType.DOCUMENT_REJECTED]


def test_reject_document_that_is_an_archive_lists_it(world: World) -> None:
    archive = a_document(is_archive=True)
    world.documents.add(archive, ())

    wired(world).get(RejectDocument).reject(archive, Rejection(StatusReason.CORRUPT, "It is corrupt."))

    assert [document.id for document in world.documents.page(COMPANY, PageRequest()).items] == [archive.id]


def test_reject_document_after_a_lost_lease_changes_nothing(world: World) -> None:
    document = a_document()
    newer = altered(document, fence=1)
    world.documents.add(newer, ())

    with pytest.raises(StaleLease):
        wired(world).get(RejectDocument).reject(document, Rejection(StatusReason.CORRUPT, "It is corrupt."))
    assert world.memory.documents[document.id] == newer
