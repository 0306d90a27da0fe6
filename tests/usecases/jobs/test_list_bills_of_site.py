"""Listing every bill of a site."""

from datetime import timedelta

import pytest

from billhook.domain.errors import NotFound
from billhook.usecases.jobs import list_bills_of_site
from billhook.usecases.jobs.list_bills_of_site import ListBillsOfSite
from tests.builders import COMPANY, a_document, a_site
from tests.fakes import NOW, World
from tests.usecases.callers import CALLER, STRANGER
from tests.usecases.stored_documents import api


def test_list_bills_of_site_has_every_bill_newest_first(world: World) -> None:
    site = a_site()
    world.companies.add_site(site)
    bills = [a_document(site_id=site.id, created=NOW + timedelta(minutes=minute)) for minute in range(120)]
    for document in (*bills, a_document(), a_document(site_id=site.id, deleted=NOW)):
        world.memory.documents[document.id] = document

    assert api(world).get(ListBillsOfSite)(CALLER, COMPANY, site.id) == (site, tuple(bills[::-1]))


def test_list_bills_of_site_stops_at_the_most(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(list_bills_of_site, "MOST", 2)
    site = a_site()
    world.companies.add_site(site)
    bills = [a_document(site_id=site.id, created=NOW + timedelta(minutes=minute)) for minute in range(3)]
    for document in bills:
        world.memory.documents[document.id] = document

    _, listed = api(world).get(ListBillsOfSite)(CALLER, COMPANY, site.id)

    assert listed == (bills[2], bills[1])


def test_list_bills_of_site_of_another_account_is_not_found(world: World) -> None:
    site = a_site()
    world.companies.add_site(site)

    with pytest.raises(NotFound):
        api(world).get(ListBillsOfSite)(STRANGER, COMPANY, site.id)
