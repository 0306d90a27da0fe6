"""Continuing a recovery by messages until it is done."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest

from billhook.domain.delivery import DeliveryStatus
from billhook.domain.recovery import RecoveryStep
from billhook.usecases.delivery.enqueue_recovery import EnqueueRecovery
from billhook.usecases.delivery.steps.continue_recovery import PAGE
from billhook.wire.messages import recovery_message
from tests.builders import a_delivery, a_destination, an_event, an_id
from tests.fakes import NOW, World
from tests.usecases.recoveries import DAY, a_recovery
from tests.usecases.wiring import wired

PAGES = 4


def test_enqueue_recovery_sends_messages_until_it_is_done(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two pages per message; an old or concurrent message changes nothing and sends none."""
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

    monkeypatch.setattr(world.deliveries, "page", slow)
    mine = recovery_message(destination.id, recovery.id)
    use = wired(world)

    rounds = 0
    sent: list[Mapping[str, Any]] = [mine]
    while mine in sent:
        use.get(EnqueueRecovery)(destination.id, recovery.id)
        rounds, sent = rounds + 1, [item.message for item in world.deliver_queue.take()]

    done = world.memory.recoveries[recovery.id]
    assert (rounds, done.recovered, done.step) == (2, PAGES * PAGE, RecoveryStep.DONE)
    use.get(EnqueueRecovery)(destination.id, recovery.id)
    use.get(EnqueueRecovery)(destination.id, an_id())
    assert (world.deliver_queue.messages, world.memory.recoveries[recovery.id]) == ([], done)


def test_enqueue_recovery_lost_to_another_worker_does_nothing(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    destination = a_destination()
    world.destinations.add(destination)
    recovery = a_recovery(destination.id, NOW - DAY)
    world.recoveries.add(recovery)
    monkeypatch.setattr(world.recoveries, "get", lambda *_: recovery)
    world.recoveries.save(recovery.model_copy(update={"revision": 1, "step": RecoveryStep.EVENTS}))

    wired(world).get(EnqueueRecovery)(destination.id, recovery.id)

    assert world.memory.recoveries[recovery.id].step is RecoveryStep.EVENTS
    assert world.deliver_queue.messages == []
