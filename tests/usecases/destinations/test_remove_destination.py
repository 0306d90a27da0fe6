"""Deleting a destination."""

import pytest

from billhook.domain.errors import NotFound
from billhook.usecases.destinations.remove_destination import RemoveDestination
from tests.fakes import NOW, World
from tests.usecases.callers import CALLER, STRANGER
from tests.usecases.planned_deliveries import planned
from tests.usecases.stored_documents import api


def test_remove_destination_deletes_its_secrets_and_keeps_rows(world: World) -> None:
    delivery = planned(world)

    api(world).get(RemoveDestination)(CALLER, delivery.destination_id)

    destination = world.memory.destinations[delivery.destination_id]
    assert (destination.deleted, destination.secrets) == (NOW, ())
    assert world.deliveries.get(delivery.id) == delivery


def test_remove_destination_twice_is_not_found(world: World) -> None:
    delivery = planned(world)
    api(world).get(RemoveDestination)(CALLER, delivery.destination_id)

    with pytest.raises(NotFound):
        api(world).get(RemoveDestination)(CALLER, delivery.destination_id)


def test_remove_destination_of_another_account_is_not_found(world: World) -> None:
    delivery = planned(world)

    with pytest.raises(NotFound):
        api(world).get(RemoveDestination)(STRANGER, delivery.destination_id)
    assert world.memory.destinations[delivery.destination_id].deleted is None
