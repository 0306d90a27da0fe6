"""Deliveries are held while their destination is down, slow or had its share, and lose no attempt by it."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from billhook.domain.circuit_breaker import CircuitState
from billhook.domain.delivery import Delivery, DeliveryStatus
from billhook.domain.destination import Destination
from billhook.domain.events import EventType
from billhook.ports.senders import DeliveryResponse
from billhook.usecases.delivery.deliver import Deliver
from billhook.usecases.delivery.publish_events import PublishEvents
from tests.builders import a_delivery, an_attempt, an_event
from tests.fakes import NOW, OK, World
from tests.usecases.planning import planned
from tests.usecases.wiring import wired

BROKEN = replace(OK, status_code=500)
TIMED_OUT = DeliveryResponse(status_code=None, error="timeout", body="", retry_after=None, duration_ms=15_000)
HALF_A_MINUTE = timedelta(seconds=30)


def deliver(world: World, delivery: Delivery, **parts: Any) -> Delivery:
    wired(world, **parts).get(Deliver)(delivery.id, world.memory.deliveries[delivery.id].attempts + 1)
    return world.memory.deliveries[delivery.id]


def destination_of(world: World, delivery: Delivery) -> Destination:
    return world.memory.destinations[delivery.destination_id]


def another(world: World, delivery: Delivery) -> Delivery:
    """One more delivery of another event to the same destination."""
    event = an_event(world.memory.documents[delivery.subject_id], version=len(world.memory.events) + 1)
    world.memory.keep(event)
    more = a_delivery(event, destination_of(world, delivery), created=world.clock.now())
    world.deliveries.add(more)
    return more


def broken(world: World, delivery: Delivery) -> None:
    """The destination has failed so often that it is down."""
    health = world.circuit_breakers.get(delivery.destination_id)
    for _ in range(10):
        health = health.after(an_attempt(status_code=500), world.clock.now())
        world.circuit_breakers.save(health)


def test_what_comes_while_a_destination_is_down_waits_for_the_next_probe(world: World) -> None:
    delivery = planned(world)
    broken(world, delivery)

    after = deliver(world, delivery)

    assert (after.status, after.attempts, after.claimed_until) == (DeliveryStatus.PENDING, 0, None)
    assert after.next_attempt_at == NOW + HALF_A_MINUTE
    assert after.due_at == NOW + HALF_A_MINUTE + timedelta(seconds=60)
    assert [(sent.message["attempt"], sent.delay) for sent in world.deliver_queue.sent] == [(1, HALF_A_MINUTE)]
    assert world.http_client.posted == []


def test_one_delivery_finds_out_whether_it_is_back_and_the_others_wait(world: World) -> None:
    first = planned(world)
    second = another(world, first)
    broken(world, first)
    world.clock.advance(HALF_A_MINUTE)
    world.http_client.answers = [BROKEN]

    class Meanwhile:
        def post(self, *_: object, **__: object) -> DeliveryResponse:
            deliver(world, second)
            return BROKEN

    probed = deliver(world, first, http_client=Meanwhile())

    held = world.memory.deliveries[second.id]
    assert (probed.attempts, held.attempts, world.http_client.posted) == (1, 0, [])
    assert world.circuit_breakers.get(first.destination_id).retry_after(world.clock.now()) == timedelta(seconds=60)


def test_when_it_is_back_everything_goes(world: World) -> None:
    first = planned(world)
    second = another(world, first)
    broken(world, first)
    deliver(world, second)
    world.clock.advance(HALF_A_MINUTE)

    done = [deliver(world, one) for one in (first, second)]

    assert {one.status for one in done} == {DeliveryStatus.DELIVERED}
    assert world.circuit_breakers.get(first.destination_id).state is CircuitState.FINE


def test_while_an_answer_is_slow_nobody_else_begins_to_wait(world: World) -> None:
    first = planned(world)
    second = another(world, first)
    world.timer.is_slow = True

    class Slow:
        def post(self, *_: object, **__: object) -> DeliveryResponse:
            world.timer.is_slow = False
            deliver(world, second)
            return OK

    deliver(world, first, http_client=Slow())

    held = world.memory.deliveries[second.id]
    assert (held.attempts, held.next_attempt_at) == (0, NOW + timedelta(seconds=3))
    assert world.circuit_breakers.get(first.destination_id).retry_after(NOW) is None


def test_five_time_outs_make_it_down(world: World) -> None:
    world.http_client.answers = [TIMED_OUT] * 5
    first = planned(world)
    deliveries = [first, *(another(world, first) for _ in range(5))]

    after = [deliver(world, one) for one in deliveries]

    assert [one.attempts for one in after] == [1] * 5 + [0]


def test_no_more_than_its_share_goes_in_a_second(world: World) -> None:
    first = planned(world, rate_per_second=2)
    deliveries = [first, *(another(world, first) for _ in range(4))]

    after = [deliver(world, one) for one in deliveries]

    assert [one.attempts for one in after] == [1, 1, 0, 0, 0]
    assert [one.next_attempt_at for one in after[2:]] == [NOW + timedelta(seconds=half / 2) for half in (1, 2, 3)]
    assert all(one.has_place for one in after[2:])


def test_who_waited_in_line_goes_when_it_is_his_turn(world: World) -> None:
    first = planned(world, rate_per_second=1)
    second = another(world, first)
    deliver(world, first)
    held = deliver(world, second)
    world.clock.at = held.next_attempt_at or NOW

    done = deliver(world, second)

    assert (done.status, done.attempts, done.has_place) == (DeliveryStatus.DELIVERED, 1, False)


def test_too_many_at_the_line_come_again_in_a_moment(world: World) -> None:
    delivery = planned(world, rate_per_second=1)
    save = world.rate_limits.save

    def crowded(pace: Any) -> None:
        save(pace)
        save(pace)

    world.rate_limits.save = crowded  # type: ignore[method-assign]

    after = deliver(world, delivery)

    assert (after.attempts, after.next_attempt_at, world.http_client.posted) == (0, NOW + timedelta(seconds=1), [])


def test_after_five_days_of_failures_it_is_given_up_and_told_of(world: World) -> None:
    first = planned(world)
    for day in range(6):
        world.clock.at = NOW + timedelta(days=day)
        world.http_client.answers = [replace(OK, status_code=404)]
        deliver(world, another(world, first))

    destination = destination_of(world, first)
    assert (destination.enabled, destination.disabled_reason) == (False, "Every attempt failed for five days.")
    kinds = [one.type for one in world.memory.events.values()]
    assert kinds.count(EventType.DESTINATION_DISABLED) == 1
    assert deliver(world, first).status is DeliveryStatus.EXHAUSTED


def test_its_own_end_is_told_to_the_company_s_other_destinations(world: World) -> None:
    delivery = planned(world)
    world.http_client.answers = [replace(OK, status_code=410)]
    deliver(world, delivery)
    (event,) = [one for one in world.memory.events.values() if one.type is EventType.DESTINATION_DISABLED]

    body = wired(world).get(PublishEvents)._prepared(event)

    assert body is not None
    assert (body.detail_type, '"reason":"The receiver answered 410 Gone."' in body.detail) == (event.type.value, True)
