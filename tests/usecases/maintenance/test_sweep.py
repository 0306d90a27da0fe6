"""Sweeping what is due: documents, events, deliveries and jobs, each despite failures of others."""

from datetime import timedelta
from typing import Any

import pytest

from billhook.domain.document_status import Status
from billhook.domain.errors import Unavailable
from billhook.domain.job import JobStatus
from billhook.ports.sweeper import DueKind
from billhook.usecases.maintenance.sweep import Sweep, SweepResult
from tests.builders import a_delivery, a_destination, a_document, a_final_document, a_job, an_event
from tests.fakes import NOW, World
from tests.usecases.planned_deliveries import planned
from tests.usecases.recoveries import MINUTE
from tests.usecases.wiring import wired

URL = "https://files.example.org/a.pdf"


def sweep(world: World, after: timedelta = timedelta(minutes=5)) -> SweepResult:
    world.clock.advance(after)
    return wired(world).get(Sweep)()


def documents(world: World, *those: Any) -> None:
    for document in those:
        world.jobs.add(a_job(id=document.job_id), [document])


def test_sweep_sends_an_unfinished_document_to_the_parser(world: World) -> None:
    document = a_document()
    documents(world, document, a_final_document(), a_document(due_at=NOW + timedelta(hours=1)))

    swept = sweep(world)

    assert (world.parse_queue.messages, world.fetch_queue.sent) == ([{"documentId": document.id}], [])
    assert swept.counts[DueKind.DOCUMENT] == 1
    assert world.memory.documents[document.id].lease.due_at == world.clock.now() + timedelta(seconds=60)


@pytest.mark.parametrize("status", [Status.AWAITING_UPLOAD, Status.WAITING_OCR])
def test_sweep_sends_a_waiting_document_to_the_parser(world: World, status: Status) -> None:
    document = a_document(status=status)
    documents(world, document)

    sweep(world)

    assert world.parse_queue.messages == [{"documentId": document.id}]


@pytest.mark.parametrize("arrived", [False, True])
def test_sweep_fetches_a_url_unless_its_bytes_arrived(world: World, *, arrived: bool) -> None:
    document = a_document(source_url=URL)
    documents(world, document)
    if arrived:
        world.files.land(str(document.file.object_key), b"%PDF")

    sweep(world)

    queue, other = (world.parse_queue, world.fetch_queue) if arrived else (world.fetch_queue, world.parse_queue)
    assert (queue.messages, other.sent) == ([{"documentId": document.id}], [])


def test_sweep_publishes_an_event_lost_by_the_stream(world: World) -> None:
    document = a_final_document()
    documents(world, document)
    event = an_event(document)
    world.memory.keep(event)

    sweep(world, timedelta(seconds=31))

    assert [entry.event_id for entry in world.bus.published] == [event.id]


def test_sweep_sends_the_next_attempt_of_a_delivery(world: World) -> None:
    delivery = a_delivery(attempts=3)
    world.deliveries.add(delivery)

    sweep(world)

    assert world.deliver_queue.messages == [{"deliveryId": delivery.id, "attempt": 4}]
    assert world.memory.deliveries[delivery.id].due_at == world.clock.now() + timedelta(seconds=60)


def test_sweep_closes_a_finished_job_and_postpones_others(world: World) -> None:
    done, waiting = a_job(due_at=NOW), a_job(due_at=NOW)
    world.jobs.add(done, [a_final_document(job_id=done.id)])
    world.jobs.add(waiting, [a_document(job_id=waiting.id, due_at=None)])

    sweep(world)

    assert world.memory.jobs[done.id].status is JobStatus.COMPLETED
    assert world.memory.jobs[waiting.id].due_at == world.clock.now() + timedelta(minutes=2)


def test_sweep_with_one_failure_does_the_others(world: World) -> None:
    first, second = a_document(), a_document(due_at=NOW + timedelta(minutes=3))
    documents(world, first, second)
    world.deliveries.add(a_delivery())
    world.parse_queue.breaks = Unavailable("Out of order.")

    swept = sweep(world)

    assert set(swept.faults) == {first.id, second.id}
    assert len(world.deliver_queue.sent) == 1


def test_sweep_postpones_an_event_that_fails(world: World) -> None:
    document = a_final_document()
    documents(world, document)
    event = an_event(document)
    world.memory.keep(event)
    world.bus.refuses[event.id] = "InternalFailure"

    swept = sweep(world)

    kept = world.outbox.get(event.subject_id, 1, event.type)
    assert kept is not None
    assert (kept.published, kept.due_at) == (None, world.clock.now() + timedelta(seconds=60))
    assert list(swept.faults) == [event.id]


def test_sweep_while_the_bus_is_down_loses_nothing(world: World) -> None:
    events = []
    for _ in range(25):
        document = a_final_document()
        documents(world, document)
        events.append(an_event(document))
        world.memory.keep(events[-1])

    def down(_: object) -> dict[str, str]:
        raise Unavailable("Out of order.")

    world.bus.publish = down  # type: ignore[assignment,method-assign]
    sweep(world)
    del world.bus.__dict__["publish"]
    sweep(world)

    assert {entry.event_id for entry in world.bus.published} >= {event.id for event in events}


def test_sweep_stops_before_its_time_limit(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    documents(world, *(a_document() for _ in range(10)))
    postpone = world.documents.postpone

    def slow(*args: Any) -> None:
        world.clock.advance(timedelta(seconds=10))
        postpone(*args)

    monkeypatch.setattr(world.documents, "postpone", slow)

    swept = sweep(world)

    assert swept.counts[DueKind.DOCUMENT] == 3


def test_sweep_plans_an_event_lost_by_the_bus(world: World) -> None:
    world.destinations.add(a_destination())
    event = an_event(published=NOW, due_at=NOW + MINUTE)
    delivery = planned(world)
    event = world.memory.events[delivery.subject_id, 1, "document.created.v2"]
    world.memory.deliveries.clear()
    world.memory.keep(event.model_copy(update={"published": NOW, "due_at": NOW + MINUTE}))
    world.clock.advance(2 * MINUTE)

    wired(world).get(Sweep)()

    assert len(world.memory.deliveries) == 2
    kept = world.outbox.get(event.subject_id, 1, event.type)
    assert kept is not None
    assert (kept.planned, kept.due_at, world.bus.published) == (world.clock.now(), None, [])
