"""Issuing the token of a challenge, which only its bus receives."""

import json

from billhook.domain.delivery import DeliveryStatus
from billhook.usecases.delivery.steps.issue_challenge import IssueChallenge
from tests.builders import COMPANY
from tests.fakes import World
from tests.usecases.buses import a_bus, challenged
from tests.usecases.planned_deliveries import deliver
from tests.usecases.wiring import API_URL

BUS = "arn:aws:events:eu-west-1:111122223333:event-bus/bills"


def test_issue_challenge_event_has_token_and_verification_url(world: World) -> None:
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


def test_issue_challenge_stores_no_token(world: World) -> None:
    deliver(world, challenged(world, a_bus(world)))

    assert (world.memory.events, world.bus.published) == ({}, [])
