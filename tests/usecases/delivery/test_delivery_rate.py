"""Limiting the rate of deliveries to a destination."""

from datetime import timedelta
from typing import Any

from billhook.domain.delivery import DeliveryStatus
from tests.fakes import NOW, World
from tests.usecases.circuits import another, deliver
from tests.usecases.planned_deliveries import planned


def test_limit_delivery_rate_spaces_deliveries_over_seconds(world: World) -> None:
    first = planned(world, rate_per_second=2)
    deliveries = [first, *(another(world, first) for _ in range(4))]

    after = [deliver(world, delivery) for delivery in deliveries]

    assert [result.attempts for result in after] == [1, 1, 0, 0, 0]
    assert [result.next_attempt_at for result in after[2:]] == [NOW + timedelta(seconds=half / 2) for half in (1, 2, 3)]
    assert all(result.has_place for result in after[2:])


def test_limit_delivery_rate_lets_a_reserved_slot_pass(world: World) -> None:
    first = planned(world, rate_per_second=1)
    second = another(world, first)
    deliver(world, first)
    held = deliver(world, second)
    world.clock.at = held.next_attempt_at or NOW

    done = deliver(world, second)

    assert (done.status, done.attempts, done.has_place) == (DeliveryStatus.DELIVERED, 1, False)


def test_limit_delivery_rate_under_contention_waits_a_second(world: World) -> None:
    delivery = planned(world, rate_per_second=1)
    save = world.rate_limits.save

    def crowded(pace: Any) -> None:
        save(pace)
        save(pace)

    world.rate_limits.save = crowded  # type: ignore[method-assign]

    after = deliver(world, delivery)

    assert (after.attempts, after.next_attempt_at, world.http_client.posted) == (0, NOW + timedelta(seconds=1), [])
