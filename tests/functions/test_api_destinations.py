"""Destinations: where events go, with a secret that is shown once; and what was sent there."""

from base64 import b64decode
from datetime import timedelta
from typing import Any

import pytest

from billhook.domain.delivery import DeliveryStatus
from billhook.domain.destination import Destination
from billhook.domain.events import EventType
from billhook.domain.recovery import RecoveryStep
from billhook.domain.signing import secret_text
from billhook.usecases.delivery.steps.disable_destination import DisableDestination
from tests.builders import COMPANY, a_delivery, a_destination, an_attempt, an_event
from tests.fakes import NOW, World
from tests.functions.calling import Answer, Caller

PATH = f"/v2.2/destination/company/{COMPANY}"
URL = "https://hooks.example.org/bills"


def test_destination_shows_its_secret_on_creation_only(caller: Caller, world: World) -> None:
    made = caller.post(PATH, {"url": URL, "eventTypes": ["document.created.v2"]})

    assert made.status == 201
    answered = made.json
    secret = answered.pop("secret")
    shown = caller.get(f"/v2.2/destination/{answered['id']}").json
    assert shown.pop("health")["state"] == "FINE"
    assert shown == answered
    assert secret.startswith("whsec_")
    kept = world.destinations.get(made.json["id"])
    assert kept is not None
    assert world.encryptor.decrypt(kept.secrets[0].sealed, context=kept.id) == b64decode(secret.removeprefix("whsec_"))
    assert "secret" not in caller.get(PATH).text


def test_destination_without_event_types_gets_all_events(caller: Caller, world: World) -> None:
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
        ({"url": URL, "format": "xml"}, "/format"),
        ({"url": URL, "ratePerSecond": 0}, "/ratePerSecond"),
        ({"url": URL, "filter": {"status": []}}, "/filter/status"),
    ],
)
def test_invalid_destination_is_refused_with_pointer(caller: Caller, body: dict[str, object], pointer: str) -> None:
    answer = caller.post(PATH, body)

    assert answer.status == 422
    assert [fault["pointer"] for fault in answer.json["errors"]] == [pointer]
    assert "hunter2" not in answer.text


def test_local_stage_allows_configured_receivers(caller: Caller) -> None:
    assert caller.post(PATH, {"url": "http://127.0.0.1:5001/hook"}).status == 201


def test_deleted_destination_loses_its_secret(caller: Caller, world: World) -> None:
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


def test_delivery_shows_its_attempts(caller: Caller, world: World) -> None:
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
        {"number": 1, "trigger": "AUTOMATIC", "at": "2026-11-20T12:00:00.000Z", "durationMs": 12, "statusCode": 503,
         "error": None, "response": "busy"}
    ]  # fmt: skip


def made_by(caller: Caller, **fields: object) -> Any:
    return caller.post(PATH, {"url": URL, **fields}).json


def patched(caller: Caller, destination: Any, **change: object) -> Answer:
    return caller.send_json("PATCH", f"/v2.2/destination/{destination['id']}", change)


def test_destination_options_can_be_set_and_changed(caller: Caller) -> None:
    made = made_by(caller, format="thin", ratePerSecond=5, filter={"status": ["PARSED", None], "isFlagged": [False]})

    changed = patched(caller, made, ratePerSecond=None, eventTypes=["job.completed.v2"], url=f"{URL}/2").json

    assert (made["format"], made["ratePerSecond"]) == ("thin", 5)
    assert made["filter"] == changed["filter"] == {"status": ["PARSED", None], "isFlagged": [False]}
    assert (changed["ratePerSecond"], changed["eventTypes"], changed["url"]) == (None, ["job.completed.v2"], f"{URL}/2")
    assert (changed["format"], "secret" in changed) == ("thin", False)


def test_changed_destination_url_is_validated(caller: Caller) -> None:
    answer = patched(caller, made_by(caller), url="https://10.0.0.1/hook")

    assert (answer.status, answer.json["errors"][0]["pointer"]) == (422, "/url")


def test_enabled_destination_resets_its_circuit_breaker(caller: Caller, world: World) -> None:
    made = made_by(caller)
    for number in range(10):
        failed = an_attempt(number + 1, status_code=500)
        world.circuit_breakers.save(world.circuit_breakers.get(made["id"]).after(failed, world.clock.now()))
    down = caller.get(f"/v2.2/destination/{made['id']}").json["health"]
    off = patched(caller, made, enabled=False).json

    on = patched(caller, made, enabled=True).json

    assert (down["state"], down["lastStatusCode"], down["heldUntil"]) == ("DOWN", 500, "2026-11-20T12:00:30.000Z")
    assert (off["enabled"], on["enabled"], on["disabledReason"]) == (False, True, None)
    assert caller.get(f"/v2.2/destination/{made['id']}").json["health"]["state"] == "FINE"


def test_destination_patch_keeps_a_concurrent_disabling(
    caller: Caller, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = made_by(caller)
    save = world.destinations.save

    def disabled_before(destination: Destination, *, before: Destination) -> None:
        monkeypatch.setattr(world.destinations, "save", save)
        DisableDestination(world.destinations, world.clock).disable(destination.id, "The receiver answered 410 Gone.")
        save(destination, before=before)

    monkeypatch.setattr(world.destinations, "save", disabled_before)

    changed = patched(caller, made, ratePerSecond=3).json

    assert (changed["enabled"], changed["ratePerSecond"]) == (False, 3)
    assert changed["disabledReason"] == "The receiver answered 410 Gone."


def test_rotated_secret_signs_during_the_overlap(caller: Caller, world: World) -> None:
    made = made_by(caller)

    rotated = caller.post(f"/v2.2/destination/{made['id']}/rotate-secret", {"overlapHours": 2})

    assert rotated.status == 200
    kept = world.memory.destinations[made["id"]]
    opened = [secret_text(world.encryptor.decrypt(secret.sealed, context=kept.id)) for secret in kept.secrets]
    assert opened == [rotated.json["secret"], made["secret"]]
    assert [secret.expires for secret in kept.secrets] == [None, NOW + timedelta(hours=2)]


def test_rotation_without_body_overlaps_for_a_day(caller: Caller, world: World) -> None:
    made = made_by(caller)

    caller.send("POST", f"/v2.2/destination/{made['id']}/rotate-secret")

    assert world.memory.destinations[made["id"]].secrets[1].expires == NOW + timedelta(hours=24)


def test_rotation_without_overlap_removes_the_old_secret(caller: Caller, world: World) -> None:
    made = made_by(caller)

    caller.post(f"/v2.2/destination/{made['id']}/rotate-secret", {"overlapHours": 0})

    assert len(world.memory.destinations[made["id"]].secrets) == 1


def test_test_event_is_planned_and_queued(caller: Caller, world: World) -> None:
    made = made_by(caller, eventTypes=["job.completed.v2"])

    answer = caller.post(f"/v2.2/destination/{made['id']}/test", {"eventType": "document.rejected.v2"})

    assert answer.status == 202
    assert (answer.json["test"], answer.json["eventType"]) == (True, "document.rejected.v2")
    assert world.deliver_queue.messages == [{"deliveryId": answer.json["id"], "attempt": 1}]
    assert caller.get(f"/v2.2/delivery/{answer.json['id']}").json["status"] == "PENDING"


def test_disabled_destination_refuses_tests_and_resends(caller: Caller, world: World) -> None:
    made = made_by(caller)
    delivery = a_delivery(destination=world.memory.destinations[made["id"]])
    world.deliveries.add(delivery)
    patched(caller, made, enabled=False)

    refused = [
        caller.post(f"/v2.2/destination/{made['id']}/test", {}),
        caller.post(f"/v2.2/destination/{made['id']}/recover", {"since": NOW.isoformat()}),
        caller.send("POST", f"/v2.2/delivery/{delivery.id}/resend"),
    ]

    assert [(item.status, item.code) for item in refused] == [(409, "conflict")] * 3
    assert world.deliver_queue.messages == []


def test_resend_is_stored_and_queued(caller: Caller, world: World) -> None:
    made = made_by(caller)
    delivery = a_delivery(destination=world.memory.destinations[made["id"]], status=DeliveryStatus.EXHAUSTED)
    world.deliveries.add(delivery)

    answer = caller.send("POST", f"/v2.2/delivery/{delivery.id}/resend")

    (wish,) = world.memory.resends.values()
    assert (answer.status, answer.json["status"]) == (202, "EXHAUSTED")
    assert (wish.delivery_id, wish.due_at) == (delivery.id, NOW + timedelta(seconds=60))
    assert world.deliver_queue.messages == [{"deliveryId": delivery.id, "resendId": wish.id}]


def test_recovery_is_stored_and_queued(caller: Caller, world: World) -> None:
    made = made_by(caller)

    answer = caller.post(f"/v2.2/destination/{made['id']}/recover", {"since": "2026-11-18T12:00:00+02:00"})

    (recovery,) = world.memory.recoveries.values()
    assert (answer.status, answer.json["id"], answer.json["recovered"]) == (202, recovery.id, 0)
    assert (recovery.since, recovery.due_at) == (NOW - timedelta(days=2, hours=2), NOW + timedelta(seconds=60))
    assert world.deliver_queue.messages == [{"destinationId": made["id"], "recoveryId": recovery.id}]


def test_recovery_shows_its_progress(caller: Caller, world: World) -> None:
    made, other = made_by(caller), made_by(caller)
    begun = caller.post(f"/v2.2/destination/{made['id']}/recover", {"since": NOW.isoformat()})
    (recovery,) = world.memory.recoveries.values()
    further = {"revision": 1, "step": RecoveryStep.EVENTS, "recovered": 7}
    world.recoveries.save(recovery.model_copy(update=further))

    place = f"/v2.2/destination/{made['id']}/recovery/{begun.json['id']}"
    shown = caller.get(place)

    assert begun.headers["Location"].endswith(place)
    assert begun.json["step"] == "DELIVERIES"
    assert shown.json == {**begun.json, "step": "EVENTS", "recovered": 7}
    assert caller.get(place.replace(made["id"], other["id"])).status == 404


@pytest.mark.parametrize("since", ["2026-11-01T00:00:00Z", "2026-12-01T00:00:00Z", "2026-11-18T12:00:00", "then", None])
def test_recovery_is_limited_to_two_weeks(caller: Caller, since: str | None) -> None:
    answer = caller.post(f"/v2.2/destination/{made_by(caller)['id']}/recover", {"since": since})

    assert (answer.status, answer.json["errors"][0]["pointer"]) == (422, "/since")


def test_event_list_covers_thirty_days(caller: Caller, world: World) -> None:
    old, young = an_event(occurred=NOW - timedelta(days=31)), an_event(occurred=NOW - timedelta(days=29))
    for event in (old, young, an_event(kind=EventType.DOCUMENT_SETTLED)):
        world.memory.keep(event)

    shown = caller.get(f"/v2.2/event/company/{COMPANY}").json

    assert [item["id"] for item in shown["results"]] == [young.id]
    assert (shown["results"][0]["type"], shown["nextCursor"]) == ("document.created.v2", None)
