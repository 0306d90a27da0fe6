"""Add a callback."""

import pytest

from billhook.domain.destination import DestinationType
from billhook.domain.errors import (
    Invalid,
)
from billhook.usecases.destinations.add_callback import AddCallback
from tests.builders import (
    COMPANY,
    a_company,
    a_principal,
)
from tests.fakes import World
from tests.usecases.wiring import wired


def test_add_callback_is_a_callback(world: World) -> None:
    world.companies.add(a_company())

    callback = wired(world).get(AddCallback)(a_principal(), COMPANY, url_template="https://hooks.example.org/{job_id}")

    assert callback.type is DestinationType.CALLBACK
    assert world.destinations.get(callback.id) == callback


def test_add_callback_with_a_placeholder_in_the_host_is_invalid(world: World) -> None:
    world.companies.add(a_company())

    with pytest.raises(Invalid):
        wired(world).get(AddCallback)(a_principal(), COMPANY, url_template="https://{job_id}.example.org")
