"""Send a test event."""

import pytest

from billhook.domain.errors import (
    Conflict,
)
from billhook.domain.events import EventType
from billhook.usecases.destinations.send_test_event import SendTestEvent
from tests.builders import (
    a_company,
    a_destination,
    a_principal,
)
from tests.fakes import World
from tests.usecases.wiring import wired


def test_send_test_event_plans_one_delivery(world: World) -> None:
    world.companies.add(a_company())
    destination = a_destination()
    world.destinations.add(destination)

    delivery = wired(world).get(SendTestEvent)(a_principal(), destination.id, EventType.DOCUMENT_CREATED)

    assert (delivery.test, len(world.deliver_queue.messages)) == (True, 1)


def test_send_test_event_to_a_disabled_destination_is_a_conflict(world: World) -> None:
    world.companies.add(a_company())
    destination = a_destination(enabled=False)
    world.destinations.add(destination)

    with pytest.raises(Conflict):
        wired(world).get(SendTestEvent)(a_principal(), destination.id, EventType.DOCUMENT_CREATED)
