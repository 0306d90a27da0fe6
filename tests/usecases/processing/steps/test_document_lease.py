"""Lease of a document."""

from datetime import timedelta

from billhook.domain.document import Document
from billhook.domain.document_status import Status, StatusReason
from billhook.domain.errors import Deferred, OutOfTime, Rejection, StaleLease, Unavailable
from billhook.usecases.processing.steps.document_lease import MAX_ATTEMPTS, DocumentLease
from tests.builders import a_document, a_final_document
from tests.fakes import NOW, World
from tests.usecases.wiring import wired


def claimed(world: World, **fields: object) -> Document:
    document = a_document(**fields)
    world.documents.add(document, ())
    found = wired(world).get(DocumentLease).claim(document.id)
    assert found is not None
    return found


def test_lease_is_exclusive(world: World) -> None:
    document = claimed(world)

    assert wired(world).get(DocumentLease).claim(document.id) is None


def test_lease_of_a_final_document_is_refused(world: World) -> None:
    document = a_final_document()
    world.documents.add(document, ())

    assert wired(world).get(DocumentLease).claim(document.id) is None


def test_lease_rejects_a_document_that_is_out_of_attempts(world: World) -> None:
    document = a_document(attempts=MAX_ATTEMPTS)
    world.documents.add(document, ())

    assert wired(world).get(DocumentLease).claim(document.id) is None
    assert world.memory.documents[document.id].verdict.status_reason is StatusReason.TIMEOUT


def test_settle_a_rejection_rejects_the_document(world: World) -> None:
    document = claimed(world)

    wired(world).get(DocumentLease).settle(document, Rejection(StatusReason.CORRUPT, "The file is corrupt."))

    assert world.memory.documents[document.id].status is Status.REJECTED


def test_settle_a_temporary_fault_schedules_a_retry(world: World) -> None:
    document = claimed(world)

    wired(world).get(DocumentLease).settle(document, Unavailable("Later."))

    assert world.memory.documents[document.id].lease.claimed_until is None
    assert len(world.parse_queue.messages) == 1


def test_settle_a_deferred_document_sends_no_message(world: World) -> None:
    document = claimed(world)

    wired(world).get(DocumentLease).settle(document, Deferred(timedelta(minutes=1)))

    assert world.memory.documents[document.id].lease.due_at == NOW + timedelta(minutes=1)
    assert world.parse_queue.messages == []


def test_settle_a_document_out_of_time_sends_it_again(world: World) -> None:
    document = claimed(world)

    wired(world).get(DocumentLease).settle(document.attempted(), OutOfTime(timedelta(seconds=20)))

    (sent,) = world.parse_queue.sent
    lease = world.memory.documents[document.id].lease
    assert (sent.delay, lease.attempts, lease.claimed_until) == (timedelta(seconds=20), 0, None)
    assert lease.due_at == NOW + timedelta(seconds=80)


def test_settle_a_stale_lease_writes_nothing(world: World) -> None:
    document = claimed(world)

    wired(world).get(DocumentLease).settle(document, StaleLease("It has another owner."))

    assert world.memory.documents[document.id] == document
