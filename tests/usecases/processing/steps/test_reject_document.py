"""Reject a document."""

from billhook.domain.document_status import Status, StatusReason
from billhook.domain.errors import Rejection
from billhook.usecases.processing.steps.reject_document import RejectDocument
from tests.builders import a_document
from tests.fakes import World
from tests.usecases.wiring import wired


def test_reject_document_has_the_reason_of_the_rejection(world: World) -> None:
    document = a_document()
    world.documents.add(document, ())

    rejected = wired(world).get(RejectDocument).reject(document, Rejection(StatusReason.ENCRYPTED, "It is encrypted."))

    assert (rejected.status, rejected.status_reason) == (Status.REJECTED, StatusReason.ENCRYPTED)
