"""Planning deliveries: one for each event and each destination that subscribes to it."""

from datetime import timedelta
from typing import Any

import pytest

from billhook.domain.delivery import delivery_id
from billhook.domain.destination import DestinationType
from billhook.domain.events import EventType
from billhook.domain.ids import CompanyId
from billhook.usecases.delivery.plan_deliveries import PlanDeliveries
from billhook.wire.messages import EventNotice
from tests.builders import COMPANY, a_destination, an_event, an_id
from tests.fakes import NOW, World
from tests.usecases.wiring import wired

EVENT = an_event()
NOTICE = EventNotice(
    EVENT.id, EVENT.type, COMPANY, EVENT.subject_id, EVENT.version, {"status": "PARSED", "info": {"region": "north"}}
)


def test_plan_deliveries_plans_one_for_each_subscriber(world: World) -> None:
    destinations = [a_destination(), a_destination(event_types=("document.created.v2",))]
    for destination in destinations:
        world.destinations.add(destination)

    wired(world).get(PlanDeliveries)(NOTICE)

    ids = {delivery_id(EVENT.id, destination.id) for destination in destinations}
    assert set(world.memory.deliveries) == ids
    assert {message["deliveryId"] for message in world.deliver_queue.messages} == ids
    planned = world.memory.deliveries[next(iter(ids))]
    assert (planned.event_id, planned.subject_id, planned.version) == (EVENT.id, EVENT.subject_id, 1)
    assert (planned.next_attempt_at, planned.due_at) == (NOW, NOW + timedelta(seconds=60))


@pytest.mark.parametrize(
    "fields",
    [
        {"event_types": ("job.completed.v2",)},
        {"enabled": False},
        {"deleted": NOW},
        {"company_id": CompanyId(an_id())},
    ],
)
def test_plan_deliveries_skips_a_destination_not_subscribed(world: World, fields: dict[str, Any]) -> None:
    world.destinations.add(a_destination(**fields))

    wired(world).get(PlanDeliveries)(NOTICE)

    assert (world.memory.deliveries, world.deliver_queue.sent) == ({}, [])


@pytest.mark.parametrize(
    ("wanted", "planned"),
    [
        ({"status": ("PARSED", "NEEDS_REVIEW")}, 1),
        ({"status": ("REJECTED",)}, 0),
        ({"info.region": ("north",), "status": ("PARSED",)}, 1),
        ({"info.region": ("north",), "status": ("REJECTED",)}, 0),
        ({"siteId": (None,)}, 1),
    ],
)
def test_plan_deliveries_applies_the_filter_to_the_body(world: World, wanted: dict[str, Any], planned: int) -> None:
    world.destinations.add(a_destination(filter=wanted))

    wired(world).get(PlanDeliveries)(NOTICE)

    assert len(world.memory.deliveries) == planned


def test_plan_deliveries_calls_a_callback_for_duplicates(world: World) -> None:
    world.destinations.add(a_destination(type=DestinationType.CALLBACK))

    wired(world).get(PlanDeliveries)(EventNotice(EVENT.id, EventType.DOCUMENT_SETTLED, COMPANY, EVENT.subject_id, 1))
    wired(world).get(PlanDeliveries)(EventNotice(EVENT.id, EventType.DOCUMENT_UPDATED, COMPANY, EVENT.subject_id, 2))

    assert [delivery.event_type for delivery in world.memory.deliveries.values()] == [EventType.DOCUMENT_SETTLED]


def test_plan_deliveries_marks_the_event_planned(world: World) -> None:
    event = an_event(published=NOW)
    world.memory.keep(event)

    wired(world).get(PlanDeliveries)(EventNotice(event.id, event.type, COMPANY, event.subject_id, event.version))

    kept = world.outbox.get(event.subject_id, event.version, event.type)
    assert kept is not None
    assert (kept.planned, kept.due_at) == (NOW, None)


def test_plan_deliveries_of_an_internal_event_plans_none(world: World) -> None:
    world.destinations.add(a_destination())

    wired(world).get(PlanDeliveries)(EventNotice(EVENT.id, EventType.DOCUMENT_SETTLED, COMPANY, EVENT.subject_id, 1))

    assert world.memory.deliveries == {}


def test_plan_deliveries_repeated_plans_none(world: World) -> None:
    world.destinations.add(a_destination())

    wired(world).get(PlanDeliveries)(NOTICE)
    wired(world).get(PlanDeliveries)(NOTICE)

    assert (len(world.memory.deliveries), len(world.deliver_queue.sent)) == (1, 1)


def test_plan_deliveries_reads_every_page_of_destinations(world: World) -> None:
    for _ in range(230):
        world.destinations.add(a_destination())

    wired(world).get(PlanDeliveries)(NOTICE)

    assert len(world.memory.deliveries) == 230
