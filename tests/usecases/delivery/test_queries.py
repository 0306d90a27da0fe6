"""Query deliveries, events and recoveries."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from billhook.domain.delivery import Delivery, DeliveryStatus
from billhook.domain.destination import Destination
from billhook.domain.errors import NotFound
from billhook.domain.events import Event, EventType
from billhook.domain.ids import CompanyId, DeliveryId
from billhook.domain.sweep_delays import RETENTION
from billhook.ports.lists import PageRequest
from billhook.usecases.delivery.queries import GetDelivery, GetRecovery, ListDeliveries, ListEvents
from tests.builders import COMPANY, a_delivery, a_destination, an_event, an_id
from tests.fakes import NOW, OK, World
from tests.usecases.callers import CALLER, STRANGER
from tests.usecases.planned_deliveries import BROKEN, deliver, planned
from tests.usecases.recoveries import DAY, a_recovery
from tests.usecases.stored_documents import api


def test_get_delivery_has_its_attempts_in_order(world: World) -> None:
    world.http_client.answers = [BROKEN, replace(OK, status_code=201)]
    delivery = planned(world)
    deliver(world, delivery)
    world.clock.advance(timedelta(hours=1))
    after = deliver(world, delivery, 2)

    found, attempts = api(world).get(GetDelivery)(CALLER, delivery.id)

    assert found == after
    assert [(attempt.number, attempt.status_code) for attempt in attempts] == [(1, 500), (2, 201)]


def test_get_delivery_without_attempts_has_none(world: World) -> None:
    delivery = planned(world)

    assert api(world).get(GetDelivery)(CALLER, delivery.id) == (delivery, ())


def test_get_delivery_foreign_or_unknown_is_not_found(world: World) -> None:
    delivery = planned(world)

    for caller, delivery_id in ((STRANGER, delivery.id), (CALLER, DeliveryId(an_id()))):
        with pytest.raises(NotFound):
            api(world).get(GetDelivery)(caller, delivery_id)


@pytest.fixture
def destination(world: World) -> Destination:
    destination = a_destination()
    world.destinations.add(destination)
    return destination


def sent(world: World, destination: Destination, at: datetime, status: DeliveryStatus) -> Delivery:
    """A delivery of an event that occurred ``at``."""
    delivery = a_delivery(an_event(), destination, created=at, updated=at, status=status)
    world.deliveries.add(delivery)
    return delivery


def test_list_deliveries_newest_first_in_pages(world: World, destination: Destination) -> None:
    deliveries = [sent(world, destination, NOW - timedelta(hours=age), DeliveryStatus.PENDING) for age in range(3)]
    sent(world, a_destination(), NOW, DeliveryStatus.PENDING)
    use = api(world).get(ListDeliveries)

    first = use(CALLER, destination.id, PageRequest(2))
    second = use(CALLER, destination.id, PageRequest(2, first.cursor))

    assert [*first.items, *second.items] == deliveries


def test_list_deliveries_by_status_has_only_those(world: World, destination: Destination) -> None:
    by_status = {status: sent(world, destination, NOW, status) for status in DeliveryStatus}
    wanted = (DeliveryStatus.EXHAUSTED, DeliveryStatus.CANCELLED)

    listed = api(world).get(ListDeliveries)(CALLER, destination.id, PageRequest(), wanted)

    assert {delivery.id for delivery in listed.items} == {by_status[status].id for status in wanted}


def test_list_deliveries_older_than_the_retention_has_none(world: World, destination: Destination) -> None:
    sent(world, destination, NOW - RETENTION - timedelta(seconds=1), DeliveryStatus.DELIVERED)

    assert api(world).get(ListDeliveries)(CALLER, destination.id, PageRequest()).items == ()


def test_list_deliveries_of_another_account_is_not_found(world: World, destination: Destination) -> None:
    with pytest.raises(NotFound):
        api(world).get(ListDeliveries)(STRANGER, destination.id, PageRequest())


SECOND = timedelta(seconds=1)


def occurred(world: World, age: timedelta, **fields: Any) -> Event:
    event = an_event(occurred=NOW - age, **fields)
    world.memory.keep(event)
    return event


def test_list_events_newest_first_in_pages(world: World) -> None:
    events = [occurred(world, timedelta(hours=age)) for age in range(3)]
    occurred(world, SECOND, company_id=CompanyId(an_id()))
    use = api(world).get(ListEvents)

    first = use(CALLER, COMPANY, PageRequest(2))
    second = use(CALLER, COMPANY, PageRequest(2, first.cursor))

    assert [*first.items, *second.items] == events


def test_list_events_leaves_out_internal_ones(world: World) -> None:
    internal = [kind for kind in EventType if not kind.is_public]
    for kind in internal:
        occurred(world, SECOND, kind=kind)

    assert internal
    assert api(world).get(ListEvents)(CALLER, COMPANY, PageRequest()).items == ()


def test_list_events_ends_at_the_retention(world: World) -> None:
    recent = occurred(world, RETENTION - SECOND)
    for seconds in range(1, 4):
        occurred(world, RETENTION + seconds * SECOND)

    listed = api(world).get(ListEvents)(CALLER, COMPANY, PageRequest(2))

    assert (listed.items, listed.cursor) == ((recent,), None)


def test_list_events_of_a_foreign_company_is_not_found(world: World) -> None:
    with pytest.raises(NotFound):
        api(world).get(ListEvents)(STRANGER, COMPANY, PageRequest())


def test_get_recovery_returns_that_of_the_destination(world: World) -> None:
    destination = a_destination()
    world.destinations.add(destination)
    recovery = a_recovery(destination.id, NOW - DAY, recovered=7)
    world.recoveries.add(recovery)

    assert api(world).get(GetRecovery)(CALLER, destination.id, recovery.id) == recovery


def test_get_recovery_of_another_destination_is_not_found(world: World) -> None:
    destination, other = a_destination(), a_destination()
    for each in (destination, other):
        world.destinations.add(each)
    recovery = a_recovery(other.id, NOW - DAY)
    world.recoveries.add(recovery)

    for recovery_id in (recovery.id, an_id(), "no id"):
        with pytest.raises(NotFound):
            api(world).get(GetRecovery)(CALLER, destination.id, recovery_id)


def test_get_recovery_of_another_account_is_not_found(world: World) -> None:
    destination = a_destination()
    world.destinations.add(destination)
    recovery = a_recovery(destination.id, NOW - DAY)
    world.recoveries.add(recovery)

    with pytest.raises(NotFound):
        api(world).get(GetRecovery)(STRANGER, destination.id, recovery.id)
