"""Faults over all workers, and the pause that they cause."""

from datetime import timedelta

import pytest

from billhook.domain.errors import Unavailable
from billhook.usecases.processing.steps.document_lease import DocumentLease, TrackFaults
from tests.builders import a_document
from tests.fakes import NOW, World
from tests.usecases.wiring import wired

MINUTE = timedelta(minutes=1)


def faulty(world: World, count: int = 5) -> TrackFaults:
    faults = wired(world).get(TrackFaults)
    for _ in range(count):
        faults.record_fault(KeyError("x"))
    return faults


def test_track_faults_of_other_workers_pauses_in_time(world: World) -> None:
    other = wired(world).get(TrackFaults)
    assert other.pause() is None
    faulty(world)

    world.clock.advance(timedelta(seconds=11))

    assert other.pause() == MINUTE - timedelta(seconds=11)


def test_track_faults_success_without_faults_writes_nothing(world: World) -> None:
    wired(world).get(TrackFaults).record_success()

    assert world.memory.processing_circuit.revision == 0


def test_track_faults_success_after_faults_ends_the_pause(world: World) -> None:
    faults = faulty(world)

    faults.record_success()

    assert faults.pause() is None


def test_track_faults_without_the_table_pauses_nothing(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> None:
        raise Unavailable("Out of order.")

    monkeypatch.setattr(world.processing_circuits, "get", fail)
    faults = faulty(world)

    assert faults.pause() is None


def test_lease_while_processing_is_paused_claims_nothing(world: World) -> None:
    document = a_document()
    world.documents.add(document, ())
    faulty(world)

    assert wired(world).get(DocumentLease).claim(document.id) is None

    (sent,) = world.parse_queue.sent
    assert (sent.message, sent.delay) == ({"documentId": document.id}, MINUTE)
    assert world.memory.documents[document.id].lease.due_at == NOW + 2 * MINUTE
    assert world.memory.documents[document.id].lease.fence == 0
