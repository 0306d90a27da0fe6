"""Requesting the recovery of a destination."""

from datetime import timedelta

import pytest

from billhook.domain.errors import Conflict, Invalid, NotFound
from billhook.domain.recovery import MAX_AGE, RecoveryStep
from billhook.usecases.delivery.recover_destination import RecoverDestination
from tests.builders import a_destination
from tests.fakes import NOW, World
from tests.usecases.buses import a_bus
from tests.usecases.callers import CALLER, STRANGER
from tests.usecases.stored_documents import api

DAY, SECOND = timedelta(days=1), timedelta(seconds=1)


def test_recover_destination_stores_request_before_its_message(world: World) -> None:
    destination = a_destination()
    world.destinations.add(destination)

    recovery = api(world).get(RecoverDestination)(CALLER, destination.id, since=NOW - DAY)

    assert world.recoveries.get(destination.id, recovery.id) == recovery
    assert (recovery.since, recovery.step, recovery.recovered) == (NOW - DAY, RecoveryStep.DELIVERIES, 0)
    assert recovery.due_at is not None
    assert world.deliver_queue.messages == [{"destinationId": destination.id, "recoveryId": recovery.id}]


@pytest.mark.parametrize("age", [MAX_AGE + SECOND, -SECOND])
def test_recover_destination_since_a_bad_time_is_invalid(world: World, age: timedelta) -> None:
    destination = a_destination()
    world.destinations.add(destination)

    with pytest.raises(Invalid) as refused:
        api(world).get(RecoverDestination)(CALLER, destination.id, since=NOW - age)

    assert [problem.pointer for problem in refused.value.problems] == ["/since"]
    assert world.memory.recoveries == {}


def test_recover_destination_that_is_disabled_is_a_conflict(world: World) -> None:
    destination = a_destination(enabled=False)
    world.destinations.add(destination)

    with pytest.raises(Conflict):
        api(world).get(RecoverDestination)(CALLER, destination.id, since=NOW - DAY)


def test_recover_destination_that_is_not_verified_is_a_conflict(world: World) -> None:
    bus = a_bus(world)

    with pytest.raises(Conflict):
        api(world).get(RecoverDestination)(CALLER, bus.id, since=NOW - DAY)


def test_recover_destination_of_another_account_is_not_found(world: World) -> None:
    destination = a_destination()
    world.destinations.add(destination)

    with pytest.raises(NotFound):
        api(world).get(RecoverDestination)(STRANGER, destination.id, since=NOW - DAY)
