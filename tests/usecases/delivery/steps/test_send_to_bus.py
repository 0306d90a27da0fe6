"""Sending an event to a customer's EventBridge bus."""

import json
from datetime import timedelta

from billhook.domain.delivery import DeliveryStatus
from billhook.domain.destination import DestinationType
from billhook.ports.senders import DeliveryResponse
from tests.builders import COMPANY
from tests.fakes import NOW, World
from tests.usecases.planned_deliveries import deliver, planned

BUS = "arn:aws:events:eu-west-1:111122223333:event-bus/bills"


def test_send_to_bus_puts_an_entry_with_company_and_event_id(world: World) -> None:
    delivery = planned(world, type=DestinationType.EVENTBRIDGE, url=None, bus_arn=BUS, verified=NOW)

    after = deliver(world, delivery)

    ((bus_arn, entry),) = world.buses.taken
    assert (bus_arn, entry.source, entry.detail_type) == (BUS, f"billhook.{COMPANY}", "document.created.v2")
    assert json.loads(entry.detail)["eventId"] == delivery.event_id
    assert (after.status, world.http_client.posted) == (DeliveryStatus.DELIVERED, [])


def test_send_to_bus_refused_is_retried(world: World) -> None:
    world.buses.answers = [
        DeliveryResponse(status_code=400, error="access_denied", body="no", retry_after=None, duration_ms=3)
    ]
    world.ids.share = 0.5
    delivery = planned(world, type=DestinationType.EVENTBRIDGE, url=None, bus_arn=BUS, verified=NOW)

    after = deliver(world, delivery)

    assert (after.status, after.last_error) == (DeliveryStatus.PENDING, "access_denied")
    assert after.next_attempt_at == NOW + timedelta(seconds=5)
