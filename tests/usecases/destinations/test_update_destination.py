"""Change a destination."""

import pytest

from billhook.domain.errors import (
    Invalid,
)
from billhook.usecases.destinations.update_destination import UpdateDestination
from tests.builders import (
    a_company,
    a_destination,
    a_principal,
)
from tests.fakes import NOW, World
from tests.usecases.wiring import wired


def test_update_destination_enabling_clears_the_reason(world: World) -> None:
    world.companies.add(a_company())
    destination = a_destination().disabled("The receiver answered 410 Gone.", NOW)
    world.destinations.add(destination)

    changed = wired(world).get(UpdateDestination)(a_principal(), destination.id, {"enabled": True})

    assert (changed.enabled, changed.disabled_reason) == (True, None)


def test_update_destination_without_url_is_invalid(world: World) -> None:
    world.companies.add(a_company())
    destination = a_destination()
    world.destinations.add(destination)

    with pytest.raises(Invalid):
        wired(world).get(UpdateDestination)(a_principal(), destination.id, {"url": None})
