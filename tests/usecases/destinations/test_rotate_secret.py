"""Rotate the secret of a webhook."""

import pytest

from billhook.domain.destination import DestinationType
from billhook.domain.errors import (
    Conflict,
)
from billhook.usecases.destinations.rotate_secret import RotateSecret
from tests.builders import (
    a_company,
    a_destination,
    a_principal,
)
from tests.fakes import World
from tests.usecases.wiring import wired


def test_rotate_secret_adds_a_secret(world: World) -> None:
    world.companies.add(a_company())
    destination = a_destination()
    world.destinations.add(destination)

    rotated, _ = wired(world).get(RotateSecret)(a_principal(), destination.id)

    assert len(rotated.secrets) == 1


def test_rotate_secret_of_a_callback_is_a_conflict(world: World) -> None:
    world.companies.add(a_company())
    callback = a_destination(type=DestinationType.CALLBACK)
    world.destinations.add(callback)

    with pytest.raises(Conflict):
        wired(world).get(RotateSecret)(a_principal(), callback.id)
