"""Add a webhook destination."""

import pytest

from billhook.domain.errors import (
    Invalid,
)
from billhook.usecases.destinations.add_destination import AddDestination
from tests.builders import (
    COMPANY,
    a_company,
    a_principal,
)
from tests.fakes import World
from tests.usecases.wiring import wired


def test_add_destination_stores_its_secret_encrypted(world: World) -> None:
    world.companies.add(a_company())

    destination, secret = wired(world).get(AddDestination)(
        a_principal(), COMPANY, url="https://hooks.example.org", wishes={}
    )

    assert world.destinations.get(destination.id) == destination
    assert secret not in str(destination)


def test_add_destination_with_a_private_url_is_invalid(world: World) -> None:
    world.companies.add(a_company())

    with pytest.raises(Invalid):
        wired(world).get(AddDestination)(a_principal(), COMPANY, url="http://10.0.0.1", wishes={})
