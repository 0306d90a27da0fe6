"""Listing the sites of a company."""

from datetime import timedelta

import pytest

from billhook.domain.errors import NotFound
from billhook.domain.ids import CompanyId
from billhook.ports.lists import PageRequest
from billhook.usecases.companies.list_sites import ListSites
from tests.builders import COMPANY, a_site, an_id
from tests.fakes import NOW, World
from tests.usecases.callers import CALLER, STRANGER
from tests.usecases.stored_documents import api


def test_list_sites_of_the_company_newest_first_in_pages(world: World) -> None:
    sites = [a_site(created=NOW + timedelta(hours=hour)) for hour in range(3)]
    for site in (*sites, a_site(company_id=CompanyId(an_id())), a_site(deleted=NOW)):
        world.companies.add_site(site)
    use = api(world).get(ListSites)

    first = use(CALLER, COMPANY, PageRequest(2))
    second = use(CALLER, COMPANY, PageRequest(2, first.cursor))

    assert [*first.items, *second.items] == sites[::-1]
    assert second.cursor is None


def test_list_sites_of_a_foreign_company_is_not_found(world: World) -> None:
    with pytest.raises(NotFound):
        api(world).get(ListSites)(STRANGER, COMPANY, PageRequest())
