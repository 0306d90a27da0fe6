"""Adding a webhook destination."""

import pytest

from billhook.domain.destination import DestinationOptions, DestinationType
from billhook.domain.errors import Invalid, NotFound
from billhook.domain.signing import secret_text
from billhook.usecases.destinations.add_destination import AddDestination
from tests.builders import COMPANY
from tests.fakes import NOW, World
from tests.usecases.callers import CALLER, STRANGER
from tests.usecases.stored_documents import api

URL = "https://hooks.example.org/bills"


def test_add_destination_stores_a_webhook_with_its_options(world: World) -> None:
    destination, _ = api(world).get(AddDestination)(
        CALLER, COMPANY, url=URL, options=DestinationOptions(rate_per_second=3)
    )

    assert world.destinations.get(destination.id) == destination
    assert (destination.type, destination.url, destination.rate_per_second) == (DestinationType.WEBHOOK, URL, 3)
    assert (destination.enabled, destination.is_verified, destination.created) == (True, True, NOW)


def test_add_destination_returns_the_secret_it_encrypted(world: World) -> None:
    destination, secret = api(world).get(AddDestination)(CALLER, COMPANY, url=URL, options=DestinationOptions())

    (stored,) = destination.secrets
    assert secret_text(world.encryptor.decrypt(stored.sealed, context=destination.id)) == secret
    assert secret not in str(destination)


@pytest.mark.parametrize("url", ["http://hooks.example.org/", "https://10.0.0.1/", "no url"])
def test_add_destination_with_a_bad_url_is_invalid(world: World, url: str) -> None:
    with pytest.raises(Invalid) as refused:
        api(world).get(AddDestination)(CALLER, COMPANY, url=url, options=DestinationOptions())

    assert [problem.pointer for problem in refused.value.problems] == ["/url"]
    assert world.memory.destinations == {}


def test_add_destination_to_a_foreign_company_is_not_found(world: World) -> None:
    with pytest.raises(NotFound):
        api(world).get(AddDestination)(STRANGER, COMPANY, url=URL, options=DestinationOptions())
