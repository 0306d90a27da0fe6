"""Sending an event once: test events, and events without a subject."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from billhook.domain.delivery import DeliveryStatus
from billhook.domain.events import EventType
from billhook.domain.ids import DestinationId
from billhook.usecases.delivery.deliver import Deliver
from billhook.usecases.delivery.plan_deliveries import planned_delivery
from tests.builders import COMPANY, a_destination, an_event, an_id
from tests.fakes import NOW, OK, World
from tests.usecases.wiring import wired


@pytest.mark.parametrize("kind", [kind for kind in EventType if kind.is_public])
def test_send_delivery_of_a_test_event_posts_a_marked_sample(world: World, kind: EventType) -> None:
    destination = a_destination(id=DestinationId(an_id()))
    world.destinations.add(destination)
    event = an_event(kind=kind, subject_id=an_id(), test=True)
    delivery = planned_delivery(event, destination, NOW, test=True)
    world.deliveries.add(delivery)

    wired(world).get(Deliver)(delivery.id, 1)

    body = json.loads(world.http_client.posted[0].body)
    assert (body["type"], body["test"], body["id"], body["company"]) == (kind.value, True, event.subject_id, COMPANY)
    assert body["eventId"] == world.http_client.posted[0].headers["webhook-id"]


def test_send_delivery_of_a_test_event_ignores_the_circuit(world: World) -> None:
    world.http_client.answers = [replace(OK, status_code=500)]
    destination = a_destination()
    world.destinations.add(destination)
    world.circuit_breakers.save(world.circuit_breakers.get(destination.id).blocked(NOW + timedelta(hours=1)))
    delivery = planned_delivery(an_event(test=True), destination, NOW, test=True)
    world.deliveries.add(delivery)

    wired(world).get(Deliver)(delivery.id, 1)

    after = world.memory.deliveries[delivery.id]
    assert (after.status, after.attempts, after.due_at) == (DeliveryStatus.EXHAUSTED, 1, None)
