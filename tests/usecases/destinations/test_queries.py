"""Query the destinations and callbacks of a company."""

from datetime import timedelta

import pytest

from billhook.domain.destination import DestinationType
from billhook.domain.errors import NotFound
from billhook.domain.ids import CompanyId
from billhook.ports.lists import PageRequest
from billhook.usecases.destinations.queries import ListCallbacks, ListDestinations
from tests.builders import COMPANY, a_destination, an_id
from tests.fakes import NOW, World
from tests.usecases.callers import CALLER, STRANGER
from tests.usecases.stored_documents import api


def test_list_destinations_newest_first_in_pages(world: World) -> None:
    destinations = [a_destination(created=NOW + timedelta(hours=hour)) for hour in range(3)]
    for destination in (*destinations, a_destination(company_id=CompanyId(an_id())), a_destination(deleted=NOW)):
        world.destinations.add(destination)
    use = api(world).get(ListDestinations)

    first = use(CALLER, COMPANY, PageRequest(2))
    second = use(CALLER, COMPANY, PageRequest(2, first.cursor))

    assert [*first.items, *second.items] == destinations[::-1]
    assert second.cursor is None


def test_list_destinations_of_a_foreign_company_is_not_found(world: World) -> None:
    with pytest.raises(NotFound):
        api(world).get(ListDestinations)(STRANGER, COMPANY, PageRequest())


def test_list_callbacks_has_every_callback_newest_first(world: World) -> None:
    callbacks = [
        a_destination(type=DestinationType.CALLBACK, created=NOW + timedelta(minutes=minute)) for minute in range(120)
    ]
    for destination in callbacks:
        world.destinations.add(destination)

    assert api(world).get(ListCallbacks)(CALLER, COMPANY) == tuple(callbacks[::-1])


def test_list_callbacks_leaves_out_webhooks_and_deleted_ones(world: World) -> None:
    for destination in (a_destination(), a_destination(type=DestinationType.CALLBACK, deleted=NOW)):
        world.destinations.add(destination)

    assert api(world).get(ListCallbacks)(CALLER, COMPANY) == ()


def test_list_callbacks_of_a_foreign_company_is_not_found(world: World) -> None:
    with pytest.raises(NotFound):
        api(world).get(ListCallbacks)(STRANGER, COMPANY)
