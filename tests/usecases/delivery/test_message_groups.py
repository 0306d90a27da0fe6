"""Message groups of the deliver queue: one for each company, none for interactive messages."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from billhook.domain.delivery import Delivery, DeliveryStatus
from billhook.domain.recovery import Recovery
from billhook.runtime.container import Container
from billhook.usecases.delivery.deliver import Deliver
from billhook.usecases.delivery.plan_deliveries import PlanDeliveries
from billhook.usecases.delivery.resend_delivery import ResendDelivery
from billhook.usecases.destinations.send_test_event import SendTestEvent
from billhook.usecases.maintenance.sweep import Sweep
from billhook.wire.messages import EventNotice
from tests.builders import COMPANY, a_company, a_principal, an_id
from tests.fakes import NOW, World
from tests.functions.calling import api_on
from tests.usecases.planned_deliveries import BROKEN, planned
from tests.usecases.wiring import wired


def plan(use: Container, world: World, delivery: Delivery) -> None:
    world.memory.deliveries.clear()
    fields = (delivery.event_id, delivery.event_type, delivery.company_id, delivery.subject_id, delivery.version)
    use.get(PlanDeliveries)(EventNotice(*fields))


def fail(use: Container, world: World, delivery: Delivery) -> None:
    world.http_client.answers = [BROKEN]
    use.get(Deliver)(delivery.id, 1)


def wait_for_a_slow_one(use: Container, world: World, delivery: Delivery) -> None:
    world.circuit_breakers.save(world.circuit_breakers.get(delivery.destination_id).blocked(NOW + timedelta(seconds=9)))
    use.get(Deliver)(delivery.id, 1)


def sweep(use: Container, world: World, _: Delivery) -> None:
    world.clock.advance(timedelta(minutes=2))
    use.get(Sweep)()


def recover(use: Container, world: World, delivery: Delivery) -> None:
    given_up = {"status": DeliveryStatus.EXHAUSTED, "due_at": None, "next_attempt_at": None}
    world.memory.deliveries[delivery.id] = delivery.model_copy(update={**given_up, "created": NOW - timedelta(hours=1)})
    mine = {"company_id": delivery.company_id, "destination_id": delivery.destination_id}
    times = {"since": NOW - timedelta(days=1), "created": NOW, "updated": NOW, "due_at": NOW}
    world.recoveries.add(Recovery(id=an_id(), **mine, **times))
    sweep(use, world, delivery)


@pytest.mark.parametrize("happens", [plan, fail, wait_for_a_slow_one, sweep, recover])
def test_message_group_of_a_delivery_is_its_company(
    happens: Callable[[Container, World, Delivery], None], world: World
) -> None:
    delivery = planned(world)

    happens(wired(world), world, delivery)

    sent = [item for item in world.deliver_queue.sent if item.message["deliveryId"] == delivery.id]
    assert [item.company_id for item in sent] == [COMPANY]


def test_message_group_of_interactive_messages_is_none(world: World) -> None:
    world.companies.add(a_company())
    delivery = planned(world)
    use = api_on(world)

    resend: ResendDelivery = use.get(ResendDelivery)
    resend(a_principal(), delivery.id)
    use.get(SendTestEvent)(a_principal(), delivery.destination_id, delivery.event_type)

    assert [item.company_id for item in world.deliver_queue.sent] == [None, None]
