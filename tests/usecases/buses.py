"""EventBridge destinations and their challenges."""

from typing import Any

from billhook.domain.delivery import Delivery
from billhook.domain.destination import Destination
from billhook.domain.ids import DestinationId
from billhook.usecases.destinations.challenge_bus import challenge_delivery
from tests.builders import a_destination, an_id
from tests.fakes import NOW, World

BUS = "arn:aws:events:eu-west-1:111122223333:event-bus/bills"


def a_bus(world: World, **fields: Any) -> Destination:
    """A bus that was challenged once and not verified."""
    defaults = {"type": "eventbridge", "url": None, "bus_arn": BUS, "challenge": 1, "id": DestinationId(an_id())}
    bus = a_destination(**defaults | fields)
    world.destinations.add(bus)
    return bus


def challenged(world: World, bus: Destination) -> Delivery:
    delivery = challenge_delivery(bus, NOW)
    world.deliveries.add(delivery)
    return delivery
