"""Reading the progress of a recovery."""

import pytest

from billhook.domain.errors import NotFound
from billhook.usecases.delivery.get_recovery import GetRecovery
from tests.builders import a_destination, an_id
from tests.fakes import NOW, World
from tests.usecases.callers import CALLER, STRANGER
from tests.usecases.recoveries import DAY, a_recovery
from tests.usecases.stored_documents import api


def test_get_recovery_returns_that_of_the_destination(world: World) -> None:
    destination = a_destination()
    world.destinations.add(destination)
    recovery = a_recovery(destination.id, NOW - DAY, recovered=7)
    world.recoveries.add(recovery)

    assert api(world).get(GetRecovery)(CALLER, destination.id, recovery.id) == recovery


def test_get_recovery_of_another_destination_is_not_found(world: World) -> None:
    destination, other = a_destination(), a_destination()
    for each in (destination, other):
        world.destinations.add(each)
    recovery = a_recovery(other.id, NOW - DAY)
    world.recoveries.add(recovery)

    for recovery_id in (recovery.id, an_id(), "no id"):
        with pytest.raises(NotFound):
            api(world).get(GetRecovery)(CALLER, destination.id, recovery_id)


def test_get_recovery_of_another_account_is_not_found(world: World) -> None:
    destination = a_destination()
    world.destinations.add(destination)
    recovery = a_recovery(destination.id, NOW - DAY)
    world.recoveries.add(recovery)

    with pytest.raises(NotFound):
        api(world).get(GetRecovery)(STRANGER, destination.id, recovery.id)
