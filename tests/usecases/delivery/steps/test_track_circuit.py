"""Circuit breakers: deliveries wait while a destination is down or slow, and lose no attempt."""

from datetime import timedelta

from billhook.domain.circuit_breaker import CircuitState
from billhook.domain.delivery import DeliveryStatus
from billhook.ports.senders import DeliveryResponse
from tests.fakes import NOW, OK, World
from tests.usecases.circuits import another, broken, deliver
from tests.usecases.planned_deliveries import BROKEN, TIMED_OUT, planned

HALF_A_MINUTE = timedelta(seconds=30)


def test_track_circuit_open_defers_to_the_next_probe(world: World) -> None:
    delivery = planned(world)
    broken(world, delivery)

    after = deliver(world, delivery)

    assert (after.status, after.attempts, after.claimed_until) == (DeliveryStatus.PENDING, 0, None)
    assert after.next_attempt_at == NOW + HALF_A_MINUTE
    assert after.due_at == NOW + HALF_A_MINUTE + timedelta(seconds=60)
    assert [(sent.message["attempt"], sent.delay) for sent in world.deliver_queue.sent] == [(1, HALF_A_MINUTE)]
    assert world.http_client.posted == []


def test_track_circuit_lets_one_probe_pass(world: World) -> None:
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


def test_track_circuit_closes_after_a_success(world: World) -> None:
    first = planned(world)
    second = another(world, first)
    broken(world, first)
    deliver(world, second)
    world.clock.advance(HALF_A_MINUTE)

    done = [deliver(world, item) for item in (first, second)]

    assert {item.status for item in done} == {DeliveryStatus.DELIVERED}
    assert world.circuit_breakers.get(first.destination_id).state is CircuitState.FINE


def test_track_circuit_defers_others_during_a_slow_response(world: World) -> None:
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


def test_track_circuit_opens_after_five_timeouts(world: World) -> None:
    world.http_client.answers = [TIMED_OUT] * 5
    first = planned(world)
    deliveries = [first, *(another(world, first) for _ in range(5))]

    after = [deliver(world, delivery) for delivery in deliveries]

    assert [result.attempts for result in after] == [1] * 5 + [0]
