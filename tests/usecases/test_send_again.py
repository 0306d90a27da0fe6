"""One more attempt because somebody asks for it, and everything anew since a time."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from billhook.domain.delivery import Delivery, DeliveryStatus, Resend, Trigger
from billhook.domain.events import EventType
from billhook.domain.recovery import MAX_RECOVERED, Recovery, RecoveryStep
from billhook.usecases.delivery.deliver import Deliver
from billhook.usecases.delivery.enqueue_recovery import EnqueueRecovery
from billhook.usecases.delivery.execute_resend import ExecuteResend
from billhook.usecases.delivery.steps.continue_recovery import PAGE
from billhook.usecases.maintenance.sweep import Sweep
from billhook.wire.messages import recovery_message
from tests.builders import COMPANY, a_delivery, a_destination, an_event, an_id
from tests.fakes import NOW, OK, World
from tests.usecases.planning import planned
from tests.usecases.wiring import wired

BROKEN = replace(OK, status_code=500)
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
PAGES = 4


def asked(world: World, delivery: Delivery) -> Resend:
    wish = Resend(id=an_id(), delivery_id=delivery.id, due_at=world.clock.now() + MINUTE)
    world.deliveries.add_resend(wish)
    return wish


def resent(world: World, delivery: Delivery) -> Delivery:
    wired(world).get(ExecuteResend)(delivery.id, asked(world, delivery).id)
    return world.memory.deliveries[delivery.id]


def test_a_manual_success_ends_the_schedule(world: World) -> None:
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
    assert [one.trigger for one in world.deliveries.attempts(delivery.id)] == [Trigger.AUTOMATIC, Trigger.MANUAL]


def test_a_manual_failure_moves_nothing(world: World) -> None:
    world.http_client.answers = [BROKEN, BROKEN]
    delivery = planned(world)
    wired(world).get(Deliver)(delivery.id, 1)
    before = world.memory.deliveries[delivery.id]

    after = resent(world, delivery)

    assert after == before
    assert len(world.deliveries.attempts(delivery.id)) == 2


@pytest.mark.parametrize("status", [DeliveryStatus.EXHAUSTED, DeliveryStatus.DELIVERED, DeliveryStatus.CANCELLED])
def test_what_ended_can_be_sent_again(world: World, status: DeliveryStatus) -> None:
    delivery = planned(world)
    ended = delivery.model_copy(update={"status": status, "attempts": 10, "due_at": None, "next_attempt_at": None})
    world.memory.deliveries[delivery.id] = ended

    after = resent(world, delivery)

    assert (after.status, after.attempts) == (DeliveryStatus.DELIVERED, 10)


def test_a_wish_is_fulfilled_once(world: World) -> None:
    delivery = planned(world)
    wish = asked(world, delivery)

    for _ in range(2):
        wired(world).get(ExecuteResend)(delivery.id, wish.id)

    assert len(world.http_client.posted) == 1
    assert world.memory.resends[wish.id].due_at is None


def test_a_wish_whose_message_was_lost_is_the_sweeper_s(world: World) -> None:
    delivery = planned(world)
    wish = asked(world, delivery)
    world.clock.advance(2 * MINUTE)

    wired(world).get(Sweep)()

    assert {"deliveryId": delivery.id, "resendId": wish.id} in world.deliver_queue.messages
    assert world.memory.resends[wish.id].due_at == world.clock.now() + MINUTE


def test_a_wish_for_a_destination_that_was_disabled_meanwhile_comes_to_nothing(world: World) -> None:
    delivery = planned(world, enabled=False)

    resent(world, delivery)

    assert (world.http_client.posted, world.deliveries.attempts(delivery.id)) == ([], ())


def a_recovery(destination_id: str, since: datetime, **fields: Any) -> Recovery:
    usual = {"id": an_id(), "company_id": COMPANY, "destination_id": destination_id, "since": since}
    times = {"created": NOW, "updated": NOW, "due_at": NOW}
    return Recovery(**usual | times | fields)


def swept(world: World, recovery: Recovery) -> Recovery:
    world.recoveries.add(recovery)
    world.clock.advance(timedelta(seconds=1))
    wired(world).get(Sweep)()
    return world.memory.recoveries[recovery.id]


def test_a_recovery_begins_anew_what_was_given_up_since_then(world: World) -> None:
    destination = a_destination()
    world.destinations.add(destination)
    ages = {"young": DAY, "old": 5 * DAY, "done": DAY / 2, "cancelled": 2 * DAY}
    ends = {"done": DeliveryStatus.DELIVERED, "cancelled": DeliveryStatus.CANCELLED}
    deliveries = {}
    for name, age in ages.items():
        event = an_event(occurred=NOW - age)
        status = ends.get(name, DeliveryStatus.EXHAUSTED)
        deliveries[name] = a_delivery(
            event, destination, created=NOW - age, status=status, attempts=10, due_at=None, next_attempt_at=None
        )
        world.deliveries.add(deliveries[name])

    done = swept(world, a_recovery(destination.id, NOW - 3 * DAY))

    begun = {name for name, one in deliveries.items() if world.memory.deliveries[one.id].status == "PENDING"}
    assert begun == {"young", "cancelled"}
    assert (done.step, done.recovered, done.due_at) == (RecoveryStep.DONE, 2, None)
    again = world.memory.deliveries[deliveries["young"].id]
    assert (again.attempts, again.spent, again.next_attempt_at) == (10, 10, world.clock.now())
    assert {"deliveryId": again.id, "attempt": 11} in world.deliver_queue.messages


def test_the_schedule_of_a_recovered_delivery_begins_anew(world: World) -> None:
    world.http_client.answers = [BROKEN]
    world.ids.share = 0.5
    delivery = planned(world)
    again = delivery.model_copy(update={"attempts": 10, "spent": 10})
    world.memory.deliveries[delivery.id] = again

    wired(world).get(Deliver)(delivery.id, 11)

    after = world.memory.deliveries[delivery.id]
    assert (after.attempts, after.next_attempt_at) == (11, NOW + timedelta(seconds=5))


def test_a_recovery_plans_what_happened_while_nobody_listened(world: World) -> None:
    destination = a_destination(event_types=("document.created.v2",))
    world.destinations.add(destination)
    missed, other, old = (
        an_event(occurred=NOW - DAY),
        an_event(kind=EventType.DOCUMENT_REJECTED, occurred=NOW - DAY),
        an_event(occurred=NOW - 9 * DAY),
    )
    for event in (missed, other, old):
        world.memory.keep(event.model_copy(update={"published": NOW, "planned": NOW, "due_at": None}))

    done = swept(world, a_recovery(destination.id, NOW - 3 * DAY))

    assert [one.event_id for one in world.memory.deliveries.values()] == [missed.id]
    assert done.recovered == 1


def test_a_long_recovery_goes_on_where_it_was_and_begins_nothing_twice(world: World) -> None:
    destination = a_destination()
    world.destinations.add(destination)
    for number in range(250):
        event = an_event(occurred=NOW - timedelta(minutes=number + 1))
        ended = {"status": DeliveryStatus.EXHAUSTED, "attempts": 10, "due_at": None, "next_attempt_at": None}
        world.deliveries.add(a_delivery(event, destination, created=event.occurred, **ended))
    page = world.deliveries.page

    def slow(*args: Any) -> Any:
        world.clock.advance(timedelta(seconds=4))
        return page(*args)

    world.deliveries.page = slow  # type: ignore[method-assign]

    first = swept(world, a_recovery(destination.id, NOW - DAY))
    while world.memory.recoveries[first.id].due_at:
        world.clock.advance(2 * MINUTE)
        wired(world).get(Sweep)()

    assert (first.recovered, first.step) == (100, RecoveryStep.DELIVERIES)
    last = world.memory.recoveries[first.id]
    assert (last.recovered, last.step) == (250, RecoveryStep.DONE)


def test_a_recovery_goes_on_by_itself_until_it_is_done(world: World) -> None:
    """A page a second; whoever comes with an old message, or beside another, gets nowhere and comes no more."""
    destination = a_destination()
    world.destinations.add(destination)
    for number in range(PAGES * PAGE):
        event = an_event(occurred=NOW - timedelta(minutes=number + 1))
        ended = {"status": DeliveryStatus.EXHAUSTED, "attempts": 10, "due_at": None, "next_attempt_at": None}
        world.deliveries.add(a_delivery(event, destination, created=event.occurred, **ended))
    recovery = a_recovery(destination.id, NOW - DAY)
    world.recoveries.add(recovery)
    page = world.deliveries.page

    def slow(*args: Any) -> Any:
        world.clock.advance(timedelta(seconds=2))
        return page(*args)

    world.deliveries.page = slow  # type: ignore[method-assign]
    mine = recovery_message(destination.id, recovery.id)
    use = wired(world)

    rounds, sent = 0, [mine]
    while mine in sent:
        use.get(EnqueueRecovery)(destination.id, recovery.id)
        rounds, sent = rounds + 1, [one.message for one in world.deliver_queue.take()]

    done = world.memory.recoveries[recovery.id]
    assert (rounds, done.recovered, done.step) == (2, PAGES * PAGE, RecoveryStep.DONE)
    use.get(EnqueueRecovery)(destination.id, recovery.id)
    use.get(EnqueueRecovery)(destination.id, an_id())
    assert (world.deliver_queue.messages, world.memory.recoveries[recovery.id]) == ([], done)


def test_a_recovery_that_another_is_faster_with_is_left_to_it(world: World) -> None:
    destination = a_destination()
    world.destinations.add(destination)
    recovery = a_recovery(destination.id, NOW - DAY)
    world.recoveries.add(recovery)
    world.recoveries.get = lambda *_: recovery  # type: ignore[method-assign]  what it was before the other one came
    world.recoveries.save(recovery.model_copy(update={"revision": 1, "step": RecoveryStep.EVENTS}))

    wired(world).get(EnqueueRecovery)(destination.id, recovery.id)

    assert world.memory.recoveries[recovery.id].step is RecoveryStep.EVENTS
    assert world.deliver_queue.messages == []


def test_a_recovery_of_a_destination_that_was_disabled_again_ends(world: World) -> None:
    destination = a_destination(enabled=False)
    world.destinations.add(destination)

    assert swept(world, a_recovery(destination.id, NOW - DAY)).step is RecoveryStep.STOPPED


def test_a_recovery_that_began_enough_ends_and_says_that_there_may_be_more(world: World) -> None:
    destination = a_destination()
    world.destinations.add(destination)
    event = an_event(occurred=NOW - DAY)
    ended = {"status": DeliveryStatus.EXHAUSTED, "due_at": None, "next_attempt_at": None}
    world.deliveries.add(a_delivery(event, destination, created=event.occurred, **ended))

    done = swept(world, a_recovery(destination.id, NOW - 2 * DAY, recovered=MAX_RECOVERED - 1))

    assert (done.step, done.recovered, done.due_at) == (RecoveryStep.FULL, MAX_RECOVERED, None)


def test_an_event_that_the_bus_lost_is_planned_by_the_sweeper(world: World) -> None:
    world.destinations.add(a_destination())
    event = an_event(published=NOW, due_at=NOW + MINUTE)
    delivery = planned(world)
    event = world.memory.events[delivery.subject_id, 1, "document.created.v2"]
    world.memory.deliveries.clear()
    world.memory.keep(event.model_copy(update={"published": NOW, "due_at": NOW + MINUTE}))
    world.clock.advance(2 * MINUTE)

    wired(world).get(Sweep)()

    assert len(world.memory.deliveries) == 2
    kept = world.outbox.get(event.subject_id, 1, event.type)
    assert kept is not None
    assert (kept.planned, kept.due_at, world.bus.published) == (world.clock.now(), None, [])
