"""Recovering what a destination missed, page by page."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from billhook.domain.delivery import DeliveryStatus
from billhook.domain.events import EventType
from billhook.domain.recovery import MAX_RECOVERED, RecoveryStep
from billhook.usecases.maintenance.sweep import Sweep
from tests.builders import a_delivery, a_destination, an_event
from tests.fakes import NOW, OK, World
from tests.usecases.recoveries import DAY, MINUTE, a_recovery, swept
from tests.usecases.wiring import wired

BROKEN = replace(OK, status_code=500)


def test_continue_recovery_restarts_undelivered_deliveries(world: World) -> None:
    destination = a_destination()
    world.destinations.add(destination)
    ages = {"young": DAY, "old": 5 * DAY, "done": DAY / 2, "cancelled": 2 * DAY}
    ends = {"done": DeliveryStatus.DELIVERED, "cancelled": DeliveryStatus.CANCELLED}
    deliveries = {}
    for name, age in ages.items():
        event = an_event(occurred=NOW - age)
        status = ends.get(name, DeliveryStatus.EXHAUSTED)
        deliveries[name] = a_delivery(
            event, destination, created=NOW - age, status=status, attempts=10, due_at=None, next_attempt_at=None
        )
        world.deliveries.add(deliveries[name])

    done = swept(world, a_recovery(destination.id, NOW - 3 * DAY))

    begun = {name for name, delivery in deliveries.items() if world.memory.deliveries[delivery.id].status == "PENDING"}
    assert begun == {"young", "cancelled"}
    assert (done.step, done.recovered, done.due_at) == (RecoveryStep.DONE, 2, None)
    again = world.memory.deliveries[deliveries["young"].id]
    assert (again.attempts, again.spent, again.next_attempt_at) == (10, 10, world.clock.now())
    assert {"deliveryId": again.id, "attempt": 11} in world.deliver_queue.messages


def test_continue_recovery_plans_missed_events(world: World) -> None:
    destination = a_destination(event_types=("document.created.v2",))
    world.destinations.add(destination)
    missed, other, old = (
        an_event(occurred=NOW - DAY),
        an_event(kind=EventType.DOCUMENT_REJECTED, occurred=NOW - DAY),
        an_event(occurred=NOW - 9 * DAY),
    )
    for event in (missed, other, old):
        world.memory.keep(event.model_copy(update={"published": NOW, "planned": NOW, "due_at": None}))

    done = swept(world, a_recovery(destination.id, NOW - 3 * DAY))

    assert [delivery.event_id for delivery in world.memory.deliveries.values()] == [missed.id]
    assert done.recovered == 1


def test_continue_recovery_resumes_at_its_cursor(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    destination = a_destination()
    world.destinations.add(destination)
    for number in range(250):
        event = an_event(occurred=NOW - timedelta(minutes=number + 1))
        ended = {"status": DeliveryStatus.EXHAUSTED, "attempts": 10, "due_at": None, "next_attempt_at": None}
        world.deliveries.add(a_delivery(event, destination, created=event.occurred, **ended))
    page = world.deliveries.page

    def slow(*args: Any) -> Any:
        world.clock.advance(timedelta(seconds=9))
        return page(*args)

    monkeypatch.setattr(world.deliveries, "page", slow)

    first = swept(world, a_recovery(destination.id, NOW - DAY))
    while world.memory.recoveries[first.id].due_at:
        world.clock.advance(2 * MINUTE)
        wired(world).get(Sweep)()

    assert (first.recovered, first.step) == (100, RecoveryStep.DELIVERIES)
    last = world.memory.recoveries[first.id]
    assert (last.recovered, last.step) == (250, RecoveryStep.DONE)


def test_continue_recovery_of_a_disabled_destination_stops(world: World) -> None:
    destination = a_destination(enabled=False)
    world.destinations.add(destination)

    assert swept(world, a_recovery(destination.id, NOW - DAY)).step is RecoveryStep.STOPPED


def test_continue_recovery_at_its_limit_ends_as_full(world: World) -> None:
    destination = a_destination()
    world.destinations.add(destination)
    event = an_event(occurred=NOW - DAY)
    ended = {"status": DeliveryStatus.EXHAUSTED, "due_at": None, "next_attempt_at": None}
    world.deliveries.add(a_delivery(event, destination, created=event.occurred, **ended))

    done = swept(world, a_recovery(destination.id, NOW - 2 * DAY, recovered=MAX_RECOVERED - 1))

    assert (done.step, done.recovered, done.due_at) == (RecoveryStep.FULL, MAX_RECOVERED, None)
