"""Retries of documents after faults that are not their own."""

from datetime import timedelta

import pytest

from billhook.domain.document import Document
from billhook.domain.document_status import StatusReason
from billhook.domain.errors import Crashed, Rejection, Unavailable
from billhook.usecases.processing.steps.document_lease import ScheduleRetry
from tests.builders import a_document
from tests.fakes import NOW, World
from tests.usecases.wiring import wired

HOUR = timedelta(hours=1)


def attempted(world: World, **fields: object) -> Document:
    """A claimed document whose file is being opened."""
    document = a_document(**fields)
    world.documents.add(document, ())
    claimed = world.documents.claim(document.id, now=world.clock.now(), until=world.clock.now() + HOUR).attempted()
    world.documents.save(claimed)
    return claimed


def schedule(world: World, document: Document, fault: Exception) -> timedelta:
    return wired(world).get(ScheduleRetry).schedule(document, fault)


def test_schedule_retry_waits_and_is_due_a_minute_later(world: World) -> None:
    document = attempted(world)

    wait = schedule(world, document, Unavailable("Later."))

    assert wait == timedelta(seconds=10)
    assert world.memory.documents[document.id].lease.due_at == NOW + wait + timedelta(minutes=1)


def test_schedule_retry_of_a_temporary_fault_reports_nothing(world: World) -> None:
    schedule(world, attempted(world), Unavailable("Later."))

    assert world.processing_monitor.reported == []


def test_schedule_retry_of_a_bug_counts_no_attempt(world: World) -> None:
    document, fault = attempted(world, attempts=3), KeyError("x")

    schedule(world, document, fault)

    assert world.processing_monitor.reported == [(fault, document.id)]
    assert world.memory.documents[document.id].lease.attempts == 0


def test_schedule_retry_of_a_crash_counts_the_attempt(world: World) -> None:
    document = attempted(world, attempts=3)

    schedule(world, document, Crashed("Killed."))

    assert world.memory.documents[document.id].lease.attempts == 4


def test_schedule_retry_measures_age_since_the_reopening(world: World) -> None:
    document = attempted(world, created=NOW - 1000 * HOUR, updated=NOW)

    assert schedule(world, document, Unavailable("Later.")) == timedelta(seconds=10)


@pytest.mark.parametrize("fault", [Unavailable("Later."), RuntimeError("a bug")])
def test_schedule_retry_after_a_day_gives_up(fault: Exception, world: World) -> None:
    document = attempted(world)
    world.clock.advance(24 * HOUR)

    with pytest.raises(Rejection) as given_up:
        schedule(world, document, fault)

    assert given_up.value.code == StatusReason.SERVICE_UNAVAILABLE
