"""One attempt of a delivery: request, record, retry."""

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from standardwebhooks import Webhook

from billhook.domain.delivery import Delivery, DeliveryStatus
from billhook.domain.destination import Destination, DestinationType, EncryptedSecret
from billhook.domain.events import EventType
from billhook.domain.signing import secret_text
from billhook.ports.senders import DeliveryResponse
from billhook.usecases.delivery.deliver import Deliver
from tests.fakes import NOW, OK, World
from tests.usecases.planned_deliveries import BROKEN, KEY, TIMED_OUT, deliver, planned
from tests.usecases.wiring import wired

OLD_KEY = b"o" * 32
BUS = "arn:aws:events:eu-west-1:111122223333:event-bus/bills"


def destination_of(world: World, delivery: Delivery) -> Destination:
    return world.memory.destinations[delivery.destination_id]


def test_deliver_posts_the_signed_body(world: World) -> None:
    delivery = planned(world)

    after = deliver(world, delivery)

    (posted,) = world.http_client.posted
    body = json.loads(posted.body)
    assert posted.url == "https://hooks.example.org/bills"
    assert posted.headers["content-type"] == "application/json"
    assert posted.headers["webhook-id"] == delivery.event_id == body["eventId"]
    assert posted.headers["webhook-timestamp"] == str(int(NOW.timestamp()))
    assert (
        Webhook(secret_text(KEY)).sign(delivery.event_id, NOW, posted.body.decode())
        == posted.headers["webhook-signature"]
    )
    assert (after.status, after.attempts, after.due_at, after.last_status_code) == (
        DeliveryStatus.DELIVERED,
        1,
        None,
        200,
    )


def test_deliver_records_the_attempt(world: World) -> None:
    world.http_client.answers = [BROKEN]
    delivery = planned(world)

    deliver(world, delivery)

    (attempt,) = world.deliveries.attempts(delivery.id)
    assert (attempt.number, attempt.at, attempt.status_code, attempt.response) == (1, NOW, 500, "oops")


def test_deliver_during_a_rotation_signs_with_the_newest_first(world: World) -> None:
    delivery = planned(world)
    destination = destination_of(world, delivery)
    old = EncryptedSecret(
        sealed=world.encryptor.encrypt(OLD_KEY, context=destination.id),
        created=NOW - timedelta(days=9),
        expires=NOW + timedelta(hours=1),
    )
    gone = old.model_copy(update={"expires": NOW - timedelta(hours=1)})
    world.destinations.put(destination.model_copy(update={"secrets": (old, gone, *destination.secrets)}))

    deliver(world, delivery)

    posted = world.http_client.posted[0]
    signed = [Webhook(secret_text(key)).sign(delivery.event_id, NOW, posted.body.decode()) for key in (KEY, OLD_KEY)]
    assert posted.headers["webhook-signature"] == " ".join(signed)


def test_deliver_that_fails_is_retried_by_message_or_sweeper(world: World) -> None:
    world.http_client.answers = [BROKEN]
    world.ids.share = 0.5
    delivery = planned(world)

    after = deliver(world, delivery)

    assert (after.status, after.attempts, after.claimed_until) == (DeliveryStatus.PENDING, 1, None)
    assert after.next_attempt_at == NOW + timedelta(seconds=5)
    assert after.due_at == NOW + timedelta(seconds=65)
    (sent,) = world.deliver_queue.sent
    assert (sent.message, sent.delay) == ({"deliveryId": delivery.id, "attempt": 2}, timedelta(seconds=5))


def test_deliver_with_a_long_wait_is_left_to_the_sweeper(world: World) -> None:
    world.http_client.answers = [BROKEN] * 3
    world.ids.share = 0.5
    delivery = planned(world)

    for attempt in (1, 2, 3):
        after = deliver(world, delivery, attempt)
        made = world.clock.now()
        world.clock.at = after.next_attempt_at or made

    assert len(world.deliver_queue.sent) == 2
    assert after.next_attempt_at == after.due_at == made + timedelta(minutes=30)


@pytest.mark.parametrize("answer", [TIMED_OUT, replace(BROKEN, status_code=429)])
def test_deliver_to_an_overloaded_receiver_waits_a_minute(world: World, answer: DeliveryResponse) -> None:
    world.http_client.answers = [answer]

    after = deliver(world, planned(world))

    assert after.next_attempt_at == NOW + timedelta(seconds=60)
    assert (after.last_status_code, after.last_error) == (answer.status_code, answer.error)


def test_deliver_honours_retry_after_within_bounds(world: World) -> None:
    world.http_client.answers = [replace(BROKEN, status_code=503, retry_after="3600")]

    assert deliver(world, planned(world)).next_attempt_at == NOW + timedelta(seconds=10)


def test_deliver_redirected_is_a_failure(world: World) -> None:
    world.http_client.answers = [replace(OK, status_code=302)]

    assert deliver(world, planned(world)).status is DeliveryStatus.PENDING


def test_deliver_after_the_last_attempt_is_exhausted(world: World) -> None:
    world.http_client.answers = [BROKEN] * 3
    delivery = planned(world)

    for attempt in (1, 2, 3):
        after = deliver(world, delivery, attempt, retry_schedule="0, 1, 2")
        world.clock.advance(timedelta(seconds=3))

    assert (after.status, after.attempts, after.due_at) == (DeliveryStatus.EXHAUSTED, 3, None)
    assert len(world.deliver_queue.sent) == 2


def test_deliver_answered_gone_disables_the_destination(world: World) -> None:
    world.http_client.answers = [replace(OK, status_code=410)]
    delivery = planned(world)

    after = deliver(world, delivery)

    assert (after.status, after.due_at, world.deliver_queue.sent) == (DeliveryStatus.EXHAUSTED, None, [])
    destination = destination_of(world, delivery)
    assert (destination.enabled, destination.disabled_reason) == (False, "The receiver answered 410 Gone.")
    (event,) = [
        published for published in world.memory.events.values() if published.type is EventType.DESTINATION_DISABLED
    ]
    assert (event.subject_id, event.version, event.reason) == (destination.id, 1, destination.disabled_reason)
    assert event.due_at == NOW + timedelta(seconds=30)


def test_deliver_answered_gone_leaves_it_deleted(world: World) -> None:
    delivery = planned(world)

    class Slow:
        def post(self, *_: object, **__: object) -> DeliveryResponse:
            destination = destination_of(world, delivery)
            world.destinations.put(destination.model_copy(update={"deleted": NOW, "secrets": ()}))
            return replace(OK, status_code=410)

    deliver(world, delivery, http_client=Slow())

    assert (destination_of(world, delivery).deleted, destination_of(world, delivery).secrets) == (NOW, ())


@pytest.mark.parametrize("fields", [{"enabled": False}, {"type": DestinationType.EVENTBRIDGE, "bus_arn": BUS}])
def test_deliver_to_a_disabled_destination_is_exhausted(world: World, fields: dict[str, Any]) -> None:
    after = deliver(world, planned(world, **fields))

    assert (after.status, after.attempts, after.due_at) == (DeliveryStatus.EXHAUSTED, 0, None)
    assert after.last_error == "destination_disabled"
    assert (world.http_client.posted, world.buses.taken) == ([], [])


def test_deliver_to_a_deleted_destination_is_cancelled(world: World) -> None:
    after = deliver(world, planned(world, deleted=NOW))

    assert (after.status, after.attempts, after.due_at) == (DeliveryStatus.CANCELLED, 0, None)
    assert world.http_client.posted == []


def test_deliver_before_its_time_does_nothing(world: World) -> None:
    world.http_client.answers = [BROKEN]
    delivery = planned(world)
    deliver(world, delivery)

    world.clock.advance(timedelta(seconds=2))
    after = deliver(world, delivery, 2)

    assert (after.attempts, len(world.http_client.posted)) == (1, 1)


def test_deliver_without_its_event_is_cancelled(world: World) -> None:
    delivery = planned(world)
    world.memory.events.clear()

    assert deliver(world, delivery).status is DeliveryStatus.CANCELLED


@pytest.mark.parametrize("attempt", [0, 2, 7])
def test_deliver_makes_the_next_attempt_only(world: World, attempt: int) -> None:
    deliver(world, planned(world), attempt)

    assert world.http_client.posted == []


def test_deliver_claimed_by_another_worker_does_nothing(world: World) -> None:
    delivery = planned(world)
    world.deliveries.claim(delivery.id, attempt=1, now=NOW, until=NOW + timedelta(seconds=25))

    deliver(world, delivery)

    assert world.http_client.posted == []


def test_deliver_with_an_internal_fault_raises_and_stays_due(world: World) -> None:
    delivery = planned(world)
    world.destinations.put(
        destination_of(world, delivery).model_copy(update={"secrets": (EncryptedSecret(sealed="bm8=.", created=NOW),)})
    )

    with pytest.raises(ValueError, match="encrypted for another context"):
        deliver(world, delivery)

    assert world.memory.deliveries[delivery.id].due_at == NOW + timedelta(seconds=25)


def test_deliver_renews_the_file_link_and_keeps_the_event_id(world: World) -> None:
    world.http_client.answers = [BROKEN]
    delivery = planned(world)

    deliver(world, delivery)
    world.clock.advance(timedelta(hours=1))
    deliver(world, delivery, 2)

    first, second = world.http_client.posted
    assert first.headers["webhook-id"] == second.headers["webhook-id"]
    assert json.loads(first.body)["url"] != json.loads(second.body)["url"]


def test_deliver_of_a_recovered_delivery_restarts_the_schedule(world: World) -> None:
    world.http_client.answers = [BROKEN]
    world.ids.share = 0.5
    delivery = planned(world)
    again = delivery.model_copy(update={"attempts": 10, "spent": 10})
    world.memory.deliveries[delivery.id] = again

    wired(world).get(Deliver)(delivery.id, 11)

    after = world.memory.deliveries[delivery.id]
    assert (after.attempts, after.next_attempt_at) == (11, NOW + timedelta(seconds=5))
