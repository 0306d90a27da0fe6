"""Adding an EventBridge bus as a destination."""

import pytest

from billhook.domain.destination import DestinationOptions, DestinationType
from billhook.domain.errors import Invalid, NotFound
from billhook.domain.events import EventType
from billhook.settings import Settings
from billhook.usecases.destinations.add_eventbridge_destination import AddEventbridgeDestination
from tests.builders import COMPANY, a_company
from tests.fakes import World
from tests.fakes.container import fake_container
from tests.usecases.callers import CALLER, STRANGER

BUS = "arn:aws:events:eu-west-1:111122223333:event-bus/bills"
RESERVED = "arn:aws:events:eu-west-1:111122223333:event-bus/billhook"
SETTINGS = Settings(dispatcher_role="arn:aws:iam::111122223333:role/dispatcher", reserved_buses=RESERVED)


@pytest.fixture
def add(world: World) -> AddEventbridgeDestination:
    world.companies.add(a_company())
    return fake_container(world, SETTINGS).get(AddEventbridgeDestination)


def test_add_eventbridge_destination_is_not_verified(world: World, add: AddEventbridgeDestination) -> None:
    destination = add(CALLER, COMPANY, bus_arn=BUS, options=DestinationOptions(rate_per_second=3))

    assert world.destinations.get(destination.id) == destination
    assert (destination.type, destination.bus_arn) == (DestinationType.EVENTBRIDGE, BUS)
    assert (destination.is_verified, destination.challenge, destination.rate_per_second) == (False, 1, 3)


def test_add_eventbridge_destination_sends_a_challenge(world: World, add: AddEventbridgeDestination) -> None:
    destination = add(CALLER, COMPANY, bus_arn=BUS, options=DestinationOptions())

    (delivery,) = world.memory.deliveries.values()
    assert (delivery.destination_id, delivery.event_type) == (destination.id, EventType.DESTINATION_VERIFICATION)
    assert world.deliver_queue.messages == [{"deliveryId": delivery.id, "attempt": 1}]


@pytest.mark.parametrize("arn", ["no arn", RESERVED, BUS.replace("arn:aws:", "arn:aws-cn:")])
def test_add_eventbridge_destination_with_bad_arn_is_invalid(
    world: World, add: AddEventbridgeDestination, arn: str
) -> None:
    with pytest.raises(Invalid) as refused:
        add(CALLER, COMPANY, bus_arn=arn, options=DestinationOptions())

    assert [problem.pointer for problem in refused.value.problems] == ["/busArn"]
    assert (world.memory.destinations, world.memory.deliveries) == ({}, {})


def test_add_eventbridge_destination_to_foreign_company_fails(add: AddEventbridgeDestination) -> None:
    with pytest.raises(NotFound):
        add(STRANGER, COMPANY, bus_arn=BUS, options=DestinationOptions())
