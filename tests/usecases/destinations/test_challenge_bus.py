"""Challenging an EventBridge bus: sent, retried, superseded."""

import json
from datetime import timedelta

import pytest

from billhook.domain.delivery import DeliveryStatus
from billhook.domain.destination import PayloadFormat
from billhook.ports.senders import DeliveryResponse
from billhook.usecases.maintenance.sweep import Sweep
from tests.builders import a_delivery, a_final_document, an_event
from tests.fakes import World
from tests.usecases.buses import a_bus, challenged
from tests.usecases.planned_deliveries import deliver
from tests.usecases.wiring import wired

BUS = "arn:aws:events:eu-west-1:111122223333:event-bus/bills"
DENIED = DeliveryResponse(status_code=400, error="access_denied", body="no", retry_after=None, duration_ms=3)


@pytest.mark.parametrize("form", [PayloadFormat.THIN, PayloadFormat.CLOUDEVENTS])
def test_challenge_bus_ignores_the_payload_format(world: World, form: PayloadFormat) -> None:
    deliver(world, challenged(world, a_bus(world, format=form)))

    assert "token" in json.loads(world.buses.taken[0][1].detail)


def test_challenge_bus_refused_is_retried(world: World) -> None:
    world.buses.answers = [DENIED]
    delivery = challenged(world, a_bus(world))

    denied = deliver(world, delivery)
    world.clock.advance(timedelta(seconds=10))
    after = deliver(world, delivery, 2)

    assert (denied.status, denied.last_error) == (DeliveryStatus.PENDING, "access_denied")
    assert after.status is DeliveryStatus.DELIVERED


def test_challenge_bus_superseded_is_not_sent(world: World) -> None:
    bus = a_bus(world)
    delivery = challenged(world, bus)
    world.destinations.put(bus.model_copy(update={"challenge": 2}))

    after = deliver(world, delivery)

    assert (after.status, world.buses.taken) == (DeliveryStatus.CANCELLED, [])


def test_challenge_bus_unverified_receives_no_events(world: World) -> None:
    bus = a_bus(world)
    event = an_event(a_final_document())
    delivery = a_delivery(event, bus)
    world.memory.keep(event)
    world.deliveries.add(delivery)

    after = deliver(world, delivery)

    assert (after.status.is_final, world.buses.taken) == (True, [])


def test_challenge_bus_with_lost_message_is_sent_by_the_sweeper(world: World) -> None:
    delivery = challenged(world, a_bus(world))

    world.clock.advance(timedelta(minutes=2))
    wired(world).get(Sweep)()

    assert {"deliveryId": delivery.id, "attempt": 1} in world.deliver_queue.messages
