"""Disabling a destination that cannot be reached."""

from dataclasses import replace
from datetime import timedelta

from billhook.domain.delivery import DeliveryStatus
from billhook.domain.events import EventType
from billhook.usecases.delivery.publish_events import PublishEvents
from tests.fakes import NOW, OK, World
from tests.usecases.circuits import another, deliver, destination_of
from tests.usecases.planned_deliveries import planned
from tests.usecases.wiring import wired


def test_disable_destination_after_five_days_of_failures(world: World) -> None:
    first = planned(world)
    for day in range(6):
        world.clock.at = NOW + timedelta(days=day)
        world.http_client.answers = [replace(OK, status_code=404)]
        deliver(world, another(world, first))

    destination = destination_of(world, first)
    assert (destination.enabled, destination.disabled_reason) == (False, "Every attempt failed for five days.")
    kinds = [event.type for event in world.memory.events.values()]
    assert kinds.count(EventType.DESTINATION_DISABLED) == 1
    assert deliver(world, first).status is DeliveryStatus.EXHAUSTED


def test_disable_destination_publishes_its_reason(world: World) -> None:
    delivery = planned(world)
    world.http_client.answers = [replace(OK, status_code=410)]
    deliver(world, delivery)
    (event,) = [
        published for published in world.memory.events.values() if published.type is EventType.DESTINATION_DISABLED
    ]

    body = wired(world).get(PublishEvents)._prepared(event)

    assert body is not None
    assert (body.detail_type, '"reason":"The receiver answered 410 Gone."' in body.detail) == (event.type.value, True)
