"""From a named bus to its first event: challenge, token, events; whatever dies in between."""

import json
from datetime import timedelta
from typing import Any

import pytest

from billhook.domain.delivery import Delivery, DeliveryStatus
from billhook.domain.destination import Destination, PayloadFormat
from billhook.domain.ids import DestinationId
from billhook.ports.senders import DeliveryResponse
from billhook.usecases.delivery.deliver import Deliver
from billhook.usecases.delivery.steps.issue_challenge import IssueChallenge
from billhook.usecases.destinations.challenge_bus import challenge_delivery
from billhook.usecases.maintenance.sweep import Sweep
from tests.builders import COMPANY, a_delivery, a_destination, a_final_document, an_event, an_id
from tests.fakes import NOW, World
from tests.usecases.wiring import API_URL, wired

BUS = "arn:aws:events:eu-west-1:111122223333:event-bus/bills"
DENIED = DeliveryResponse(status_code=400, error="access_denied", body="no", retry_after=None, duration_ms=3)


def a_bus(world: World, **fields: Any) -> Destination:
    """A bus that was challenged once and not verified."""
    usual = {"type": "eventbridge", "url": None, "bus_arn": BUS, "challenge": 1, "id": DestinationId(an_id())}
    bus = a_destination(**usual | fields)
    world.destinations.add(bus)
    return bus


def challenged(world: World, bus: Destination) -> Delivery:
    delivery = challenge_delivery(bus, NOW)
    world.deliveries.add(delivery)
    return delivery


def deliver(world: World, delivery: Delivery, attempt: int = 1) -> Delivery:
    wired(world).get(Deliver)(delivery.id, attempt)
    return world.memory.deliveries[delivery.id]


def test_the_challenge_is_an_event_of_the_company_with_all_that_is_needed_to_answer(world: World) -> None:
    bus = a_bus(world)

    after = deliver(world, challenged(world, bus))

    ((arn, entry),) = world.buses.taken
    assert (arn, entry.source, entry.detail_type) == (BUS, f"billhook.{COMPANY}", "destination.verification")
    assert json.loads(entry.detail) == {
        "type": "destination.verification",
        "eventId": after.event_id,
        "occurred": "2026-11-20T12:00:00.000Z",
        "id": bus.id,
        "company": COMPANY,
        "version": 1,
        "token": IssueChallenge(world.hmacs).issue(bus),
        "verifyUrl": f"{API_URL}/v2.2/destination/{bus.id}/verify",
    }
    assert after.status is DeliveryStatus.DELIVERED


def test_no_outbox_and_no_bus_of_ours_ever_holds_a_token(world: World) -> None:
    deliver(world, challenged(world, a_bus(world)))

    assert (world.memory.events, world.bus.published) == ({}, [])


@pytest.mark.parametrize("form", [PayloadFormat.THIN, PayloadFormat.CLOUDEVENTS])
def test_a_challenge_is_whole_whatever_form_events_are_wanted_in(world: World, form: PayloadFormat) -> None:
    deliver(world, challenged(world, a_bus(world, format=form)))

    assert "token" in json.loads(world.buses.taken[0][1].detail)


def test_a_bus_that_does_not_admit_us_yet_is_challenged_again_later(world: World) -> None:
    world.buses.answers = [DENIED]
    delivery = challenged(world, a_bus(world))

    denied = deliver(world, delivery)
    world.clock.advance(timedelta(seconds=10))
    after = deliver(world, delivery, 2)

    assert (denied.status, denied.last_error) == (DeliveryStatus.PENDING, "access_denied")
    assert after.status is DeliveryStatus.DELIVERED


def test_a_challenge_of_which_there_is_a_newer_one_is_not_sent(world: World) -> None:
    bus = a_bus(world)
    delivery = challenged(world, bus)
    world.destinations.save(bus.model_copy(update={"challenge": 2}))

    after = deliver(world, delivery)

    assert (after.status, world.buses.taken) == (DeliveryStatus.CANCELLED, [])


def test_an_event_that_was_planned_all_the_same_is_not_told_before_the_bus_is_verified(world: World) -> None:
    bus = a_bus(world)
    event = an_event(a_final_document())
    delivery = a_delivery(event, bus)
    world.memory.keep(event)
    world.deliveries.add(delivery)

    after = deliver(world, delivery)

    assert (after.status.is_final, world.buses.taken) == (True, [])


def test_a_challenge_whose_message_was_never_sent_is_found_by_the_sweeper(world: World) -> None:
    delivery = challenged(world, a_bus(world))

    world.clock.advance(timedelta(minutes=2))
    wired(world).get(Sweep)()

    assert {"deliveryId": delivery.id, "attempt": 1} in world.deliver_queue.messages
