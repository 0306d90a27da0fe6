"""Listing the deliveries to a destination."""

from datetime import datetime, timedelta

import pytest

from billhook.domain.delivery import Delivery, DeliveryStatus
from billhook.domain.destination import Destination
from billhook.domain.errors import NotFound
from billhook.domain.sweep_delays import RETENTION
from billhook.ports.lists import PageRequest
from billhook.usecases.delivery.list_deliveries import ListDeliveries
from tests.builders import a_delivery, a_destination, an_event
from tests.fakes import NOW, World
from tests.usecases.callers import CALLER, STRANGER
from tests.usecases.stored_documents import api


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
