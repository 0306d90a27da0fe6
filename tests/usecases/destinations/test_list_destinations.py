"""Listing the destinations of a company."""

from datetime import timedelta

import pytest

from billhook.domain.errors import NotFound
from billhook.domain.ids import CompanyId
from billhook.ports.lists import PageRequest
from billhook.usecases.destinations.list_destinations import ListDestinations
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
