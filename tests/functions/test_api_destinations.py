"""Destinations: where events go, with a secret that is shown once; and what was sent there."""

from base64 import b64decode

import pytest

from billhook.domain.events import EventType
from tests.builders import COMPANY, a_delivery, a_destination, an_attempt, an_event
from tests.fakes import World
from tests.functions.calling import Caller

PATH = f"/v2.2/destination/company/{COMPANY}"
URL = "https://hooks.example.org/bills"


def test_a_destination_shows_its_secret_on_creation_only(caller: Caller, world: World) -> None:
    made = caller.post(PATH, {"url": URL, "eventTypes": ["document.created.v2"]})

    assert made.status == 201
    secret = made.json.pop("secret")
    assert caller.get(f"/v2.2/destination/{made.json['id']}").json == {
        name: value for name, value in made.json.items() if name != "secret"
    }
    assert secret.startswith("whsec_")
    kept = world.destinations.get(made.json["id"])
    assert kept is not None
    assert world.sealer.unseal(kept.secrets[0].sealed, context=kept.id) == b64decode(secret.removeprefix("whsec_"))
    assert "secret" not in caller.get(PATH).text


def test_no_event_types_mean_all(caller: Caller, world: World) -> None:
    made = caller.post(PATH, {"type": "webhook", "url": URL}).json

    kept = world.destinations.get(made["id"])

    assert made["eventTypes"] == []
    assert kept is not None
    assert kept.listens_to(EventType.DOCUMENT_REJECTED, 1)


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({}, "/url"),
        ({"url": "http://hooks.example.org/"}, "/url"),
        ({"url": "https://localhost/hook"}, "/url"),
        ({"url": "https://169.254.169.254/latest/meta-data"}, "/url"),
        ({"url": "https://anna:hunter2@hooks.example.org/"}, "/url"),
        ({"url": URL, "eventTypes": ["document.settled"]}, "/eventTypes/0"),
        ({"url": URL, "type": "pigeon"}, "/type"),
    ],
)
def test_a_destination_that_cannot_be_is_pointed_at(caller: Caller, body: dict[str, object], pointer: str) -> None:
    answer = caller.post(PATH, body)

    assert answer.status == 422
    assert [fault["pointer"] for fault in answer.json["errors"]] == [pointer]
    assert "hunter2" not in answer.text


def test_the_local_stage_may_name_receivers_that_are_called_all_the_same(caller: Caller) -> None:
    assert caller.post(PATH, {"url": "http://127.0.0.1:5001/hook"}).status == 201


def test_a_deleted_destination_is_gone_and_its_secret_forgotten(caller: Caller, world: World) -> None:
    made = caller.post(PATH, {"url": URL}).json

    answer = caller.delete(f"/v2.2/destination/{made['id']}")

    assert (answer.status, answer.text) == (204, "")
    assert caller.get(f"/v2.2/destination/{made['id']}").status == 404
    assert caller.delete(f"/v2.2/destination/{made['id']}").status == 404
    assert caller.get(PATH).json["results"] == []
    kept = world.destinations.get(made["id"])
    assert kept is not None
    assert kept.secrets == ()
    assert not kept.listens_to(EventType.DOCUMENT_CREATED, 1)


def test_a_delivery_shows_its_attempts(caller: Caller, world: World) -> None:
    destination, event = a_destination(), an_event()
    delivery = a_delivery(event, destination)
    world.destinations.add(destination)
    world.deliveries.add(delivery)
    tried = delivery.model_copy(update={"attempts": 1, "last_status_code": 503})
    world.deliveries.record(tried, an_attempt(status_code=503, response="busy"))

    (listed,) = caller.get(f"/v2.2/delivery/destination/{destination.id}").json["results"]
    shown = caller.get(f"/v2.2/delivery/{delivery.id}").json

    assert listed["attemptCount"] == 1
    assert "attempts" not in listed
    assert shown == {**listed, "attempts": shown["attempts"]}
    assert shown["attempts"] == [
        {"number": 1, "at": "2026-11-20T12:00:00.000Z", "durationMs": 12, "statusCode": 503, "error": None,
         "response": "busy"}
    ]  # fmt: skip
