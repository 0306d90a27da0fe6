"""EventBridge buses as destinations: created by ARN, challenged, and without events until verified."""

from datetime import timedelta
from typing import Any

import pytest

from billhook.domain.destination import Destination
from billhook.domain.events import EventType
from billhook.usecases.delivery.steps.issue_challenge import IssueChallenge
from tests.builders import COMPANY, a_destination, an_id
from tests.fakes import World
from tests.functions.calling import Caller

PATH = f"/v2.2/destination/company/{COMPANY}"
BUS = "arn:aws:events:eu-central-1:111122223333:event-bus/bills"
ROLE = "arn:aws:iam::999999999999:role/billhook-test-dispatcher-eu-west-1"


def made(caller: Caller, **more: Any) -> str:
    """The id of a new bus destination."""
    answer = caller.post(PATH, {"type": "eventbridge", "busArn": BUS, **more})
    assert answer.status == 201, answer.text
    return str(answer.json["id"])


def kept(world: World, destination_id: str) -> Destination:
    found = world.destinations.get(destination_id)  # type: ignore[arg-type]
    assert found is not None
    return found


def token(world: World, destination_id: str) -> str:
    return IssueChallenge(world.hmacs).issue(kept(world, destination_id))


def test_new_bus_is_unverified_and_has_no_secret(caller: Caller) -> None:
    answer = caller.post(PATH, {"type": "eventbridge", "busArn": BUS, "eventTypes": ["document.created.v2"]})

    assert answer.status == 201
    shown = answer.json
    assert (shown["type"], shown["busArn"], shown["url"]) == ("eventbridge", BUS, None)
    assert (shown["status"], shown["verified"], shown["eventTypes"]) == (
        "PENDING_VERIFICATION",
        None,
        ["document.created.v2"],
    )
    assert "secret" not in shown


def test_new_bus_is_challenged(caller: Caller, world: World) -> None:
    destination_id = made(caller)

    (delivery,) = caller.get(f"/v2.2/delivery/destination/{destination_id}").json["results"]

    assert (delivery["eventType"], delivery["subjectId"]) == ("destination.verification", destination_id)
    assert world.deliver_queue.messages == [{"deliveryId": delivery["id"], "attempt": 1}]


def test_unverified_bus_gets_no_deliveries(caller: Caller, world: World) -> None:
    destination = kept(world, made(caller))

    assert not any(destination.listens_to(kind, 1) for kind in EventType if not kind.is_direct)
    assert caller.post(f"/v2.2/destination/{destination.id}/test", {}).status == 409


def test_challenge_token_verifies_the_bus(caller: Caller, world: World) -> None:
    destination_id = made(caller)

    answer = caller.post(f"/v2.2/destination/{destination_id}/verify", {"token": token(world, destination_id)})

    assert (answer.status, answer.json["status"]) == (200, "ACTIVE")
    assert kept(world, destination_id).listens_to(EventType.DOCUMENT_CREATED, 1)
    assert caller.get(f"/v2.2/destination/{destination_id}").json["verified"] == answer.json["verified"] is not None


def test_second_verification_changes_nothing(caller: Caller, world: World) -> None:
    destination_id = made(caller)
    body = {"token": token(world, destination_id)}

    first = caller.post(f"/v2.2/destination/{destination_id}/verify", body)
    world.clock.advance(timedelta(minutes=5))

    assert caller.post(f"/v2.2/destination/{destination_id}/verify", body).json == first.json


@pytest.mark.parametrize("wrong", ["x", "ü" * 43, "A" * 43])
def test_wrong_challenge_token_is_refused(caller: Caller, world: World, wrong: str) -> None:
    destination_id = made(caller)

    answer = caller.post(f"/v2.2/destination/{destination_id}/verify", {"token": wrong})

    assert (answer.status, answer.code) == (422, "wrong-token")
    assert [fault["pointer"] for fault in answer.json["errors"]] == ["/token"]
    assert wrong not in answer.text
    assert not kept(world, destination_id).is_verified


def test_challenge_token_of_another_bus_is_refused(caller: Caller, world: World) -> None:
    mine, theirs = made(caller), made(caller, busArn=BUS.replace("1111", "2222"))

    answer = caller.post(f"/v2.2/destination/{theirs}/verify", {"token": token(world, mine)})

    assert answer.code == "wrong-token"


def test_new_challenge_invalidates_the_old_token(caller: Caller, world: World) -> None:
    destination_id = made(caller)
    old = token(world, destination_id)

    again = caller.post(f"/v2.2/destination/{destination_id}/challenge", {})

    assert (again.status, again.json["version"]) == (202, 2)
    assert world.deliver_queue.messages[-1] == {"deliveryId": again.json["id"], "attempt": 1}
    assert caller.post(f"/v2.2/destination/{destination_id}/verify", {"token": old}).code == "wrong-token"
    new = token(world, destination_id)
    assert caller.post(f"/v2.2/destination/{destination_id}/verify", {"token": new}).status == 200


def test_challenge_of_verified_destination_is_refused(caller: Caller, world: World) -> None:
    webhook = a_destination(id=world.ids.new())
    world.destinations.add(webhook)
    bus = made(caller)
    caller.post(f"/v2.2/destination/{bus}/verify", {"token": token(world, bus)})

    assert caller.post(f"/v2.2/destination/{webhook.id}/challenge", {}).status == 409
    assert caller.post(f"/v2.2/destination/{webhook.id}/verify", {"token": "x"}).status == 409
    assert caller.post(f"/v2.2/destination/{bus}/challenge", {}).status == 409


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"type": "eventbridge"}, "/busArn"),
        ({"type": "eventbridge", "busArn": "bills"}, "/busArn"),
        ({"type": "eventbridge", "busArn": BUS + "*"}, "/busArn"),
        ({"type": "eventbridge", "busArn": BUS.replace("aws", "aws-cn", 1)}, "/busArn"),
        ({"type": "eventbridge", "busArn": "arn:aws:events:eu-west-1:999999999999:event-bus/default"}, "/busArn"),
        ({"type": "eventbridge", "busArn": BUS, "url": "https://hooks.example.org/"}, "/url"),
        ({"type": "webhook", "url": "https://hooks.example.org/", "busArn": BUS}, "/busArn"),
    ],
)
def test_invalid_bus_arn_is_refused_with_pointer(
    caller: Caller, world: World, body: dict[str, Any], pointer: str
) -> None:
    answer = caller.post(PATH, body)

    assert (answer.status, [fault["pointer"] for fault in answer.json["errors"]]) == (422, [pointer])
    assert world.deliver_queue.messages == []


def test_bus_of_another_account_cannot_be_verified(caller: Caller, world: World) -> None:
    destination_id = made(caller)
    stranger = caller.as_account(an_id())
    body = {"token": token(world, destination_id)}

    absent = stranger.post(f"/v2.2/destination/{an_id()}/verify", body)

    for path in ("verify", "challenge"):
        answer = stranger.post(f"/v2.2/destination/{destination_id}/{path}", body)
        assert (answer.status, answer.text) == (404, absent.text)


def test_trust_returns_the_role_before_a_bus_exists(caller: Caller) -> None:
    assert caller.get(f"/v2.2/trust/company/{COMPANY}").json == {
        "company": COMPANY,
        "dispatcherRoleArn": ROLE,
        "source": f"billhook.{COMPANY}",
    }
    assert caller.get(f"/v2.2/trust/company/{an_id()}").status == 404
