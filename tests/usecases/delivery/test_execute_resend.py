"""Making the attempt that a person requested."""

import pytest

from billhook.domain.delivery import Delivery, DeliveryStatus, Resend, Trigger
from billhook.usecases.delivery.deliver import Deliver
from billhook.usecases.delivery.execute_resend import ExecuteResend
from billhook.usecases.maintenance.sweep import Sweep
from tests.builders import an_id
from tests.fakes import World
from tests.usecases.planned_deliveries import BROKEN, planned
from tests.usecases.recoveries import MINUTE
from tests.usecases.wiring import wired


def requested(world: World, delivery: Delivery) -> Resend:
    wish = Resend(id=an_id(), delivery_id=delivery.id, due_at=world.clock.now() + MINUTE)
    world.deliveries.add_resend(wish)
    return wish


def resent(world: World, delivery: Delivery) -> Delivery:
    wired(world).get(ExecuteResend)(delivery.id, requested(world, delivery).id)
    return world.memory.deliveries[delivery.id]


def test_execute_resend_that_succeeds_ends_the_schedule(world: World) -> None:
    world.http_client.answers = [BROKEN]
    delivery = planned(world)
    wired(world).get(Deliver)(delivery.id, 1)

    after = resent(world, delivery)
    world.clock.advance(MINUTE)
    wired(world).get(Deliver)(delivery.id, 2)

    assert (after.status, after.attempts, after.next_attempt_at, after.due_at) == (
        DeliveryStatus.DELIVERED,
        1,
        None,
        None,
    )
    assert len(world.http_client.posted) == 2
    assert [attempt.trigger for attempt in world.deliveries.attempts(delivery.id)] == [
        Trigger.AUTOMATIC,
        Trigger.MANUAL,
    ]


def test_execute_resend_that_fails_changes_nothing(world: World) -> None:
    world.http_client.answers = [BROKEN, BROKEN]
    delivery = planned(world)
    wired(world).get(Deliver)(delivery.id, 1)
    before = world.memory.deliveries[delivery.id]

    after = resent(world, delivery)

    assert after == before
    assert len(world.deliveries.attempts(delivery.id)) == 2


@pytest.mark.parametrize("status", [DeliveryStatus.EXHAUSTED, DeliveryStatus.DELIVERED, DeliveryStatus.CANCELLED])
def test_execute_resend_of_a_final_delivery_sends_it(world: World, status: DeliveryStatus) -> None:
    delivery = planned(world)
    ended = delivery.model_copy(update={"status": status, "attempts": 10, "due_at": None, "next_attempt_at": None})
    world.memory.deliveries[delivery.id] = ended

    after = resent(world, delivery)

    assert (after.status, after.attempts) == (DeliveryStatus.DELIVERED, 10)


def test_execute_resend_twice_sends_once(world: World) -> None:
    delivery = planned(world)
    wish = requested(world, delivery)

    for _ in range(2):
        wired(world).get(ExecuteResend)(delivery.id, wish.id)

    assert len(world.http_client.posted) == 1
    assert world.memory.resends[wish.id].due_at is None


def test_execute_resend_with_lost_message_is_sent_by_the_sweeper(world: World) -> None:
    delivery = planned(world)
    wish = requested(world, delivery)
    world.clock.advance(2 * MINUTE)

    wired(world).get(Sweep)()

    assert {"deliveryId": delivery.id, "resendId": wish.id} in world.deliver_queue.messages
    assert world.memory.resends[wish.id].due_at == world.clock.now() + MINUTE


def test_execute_resend_to_a_disabled_destination_sends_nothing(world: World) -> None:
    delivery = planned(world, enabled=False)

    resent(world, delivery)

    assert (world.http_client.posted, world.deliveries.attempts(delivery.id)) == ([], ())
