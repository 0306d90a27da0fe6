"""Deliveries to a destination with a circuit breaker."""

from typing import Any

from billhook.domain.delivery import Delivery
from billhook.domain.destination import Destination
from billhook.usecases.delivery.deliver import Deliver
from tests.builders import a_delivery, an_attempt, an_event
from tests.fakes import World
from tests.usecases.wiring import wired


def deliver(world: World, delivery: Delivery, **parts: Any) -> Delivery:
    wired(world, **parts).get(Deliver)(delivery.id, world.memory.deliveries[delivery.id].attempts + 1)
    return world.memory.deliveries[delivery.id]


def destination_of(world: World, delivery: Delivery) -> Destination:
    return world.memory.destinations[delivery.destination_id]


def another(world: World, delivery: Delivery) -> Delivery:
    """One more delivery of another event to the same destination."""
    event = an_event(world.memory.documents[delivery.subject_id], version=len(world.memory.events) + 1)
    world.memory.keep(event)
    more = a_delivery(event, destination_of(world, delivery), created=world.clock.now())
    world.deliveries.add(more)
    return more


def broken(world: World, delivery: Delivery) -> None:
    """The destination has failed so often that it is down."""
    health = world.circuit_breakers.get(delivery.destination_id)
    for _ in range(10):
        health = health.after(an_attempt(status_code=500), world.clock.now())
        world.circuit_breakers.save(health)
