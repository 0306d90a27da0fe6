"""Sending a sample event to a destination."""

import pytest

from billhook.domain.destination import DestinationType
from billhook.domain.errors import Conflict, NotFound
from billhook.domain.events import EventType
from billhook.usecases.destinations.send_test_event import SendTestEvent
from tests.builders import a_destination
from tests.fakes import World
from tests.usecases.buses import a_bus
from tests.usecases.callers import CALLER, STRANGER
from tests.usecases.stored_documents import api


def test_send_test_event_plans_and_sends_one_delivery(world: World) -> None:
    destination = a_destination()
    world.destinations.add(destination)

    delivery = api(world).get(SendTestEvent)(CALLER, destination.id, EventType.DOCUMENT_UPDATED)

    assert (delivery.test, delivery.event_type) == (True, EventType.DOCUMENT_UPDATED)
    assert world.memory.deliveries == {delivery.id: delivery}
    assert world.deliver_queue.messages == [{"deliveryId": delivery.id, "attempt": 1}]


def test_send_test_event_to_a_callback_is_of_a_created_document(world: World) -> None:
    callback = a_destination(type=DestinationType.CALLBACK)
    world.destinations.add(callback)

    delivery = api(world).get(SendTestEvent)(CALLER, callback.id, EventType.JOB_COMPLETED)

    assert delivery.event_type is EventType.DOCUMENT_CREATED


def test_send_test_event_to_a_disabled_destination_is_a_conflict(world: World) -> None:
    destination = a_destination(enabled=False)
    world.destinations.add(destination)

    with pytest.raises(Conflict):
        api(world).get(SendTestEvent)(CALLER, destination.id, EventType.DOCUMENT_CREATED)
    assert world.memory.deliveries == {}


def test_send_test_event_to_an_unverified_bus_is_a_conflict(world: World) -> None:
    bus = a_bus(world)

    with pytest.raises(Conflict):
        api(world).get(SendTestEvent)(CALLER, bus.id, EventType.DOCUMENT_CREATED)


def test_send_test_event_of_another_account_is_not_found(world: World) -> None:
    destination = a_destination()
    world.destinations.add(destination)

    with pytest.raises(NotFound):
        api(world).get(SendTestEvent)(STRANGER, destination.id, EventType.DOCUMENT_CREATED)
