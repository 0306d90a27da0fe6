"""Query companies, sites and the consumption of a site."""

from datetime import timedelta

import pytest

from billhook.domain.company import Company
from billhook.domain.errors import NotFound
from billhook.domain.ids import AccountId, CompanyId, SiteId
from billhook.ports.lists import PageRequest
from billhook.usecases.companies.queries import GetConsumption, ListCompanies, ListSites
from billhook.usecases.documents.remove_document import RemoveDocument
from tests.builders import COMPANY, a_company, a_principal, a_site, an_id
from tests.fakes import NOW, World
from tests.fakes.container import fake_container
from tests.usecases.callers import CALLER, STRANGER
from tests.usecases.stored_documents import api, read


def companies(world: World, count: int) -> list[Company]:
    """Companies of the account, newest first."""
    made = [a_company(id=CompanyId(an_id()), created=NOW + timedelta(hours=hour)) for hour in range(count)]
    for company in made:
        world.companies.add(company)
    return made[::-1]


def test_list_companies_of_the_account_newest_first_in_pages(world: World) -> None:
    expected = companies(world, 3)
    world.companies.add(a_company(account_id=AccountId(an_id())))
    use = fake_container(world).get(ListCompanies)

    first = use(CALLER, PageRequest(2))
    second = use(CALLER, PageRequest(2, first.cursor))

    assert [*first.items, *second.items] == expected
    assert second.cursor is None


def test_list_companies_of_a_limited_key_has_only_those(world: World) -> None:
    stored = companies(world, 3)
    limited = a_principal(all_companies=False, companies=tuple(company.id for company in stored[:2]))
    use = fake_container(world).get(ListCompanies)

    first = use(limited, PageRequest(1))
    second = use(limited, PageRequest(1, first.cursor))

    assert [*first.items, *second.items] == stored[:2]
    assert second.cursor is None


def test_list_companies_leaves_out_deleted_ones(world: World) -> None:
    kept, deleted = companies(world, 2)
    world.companies.save(deleted.hidden(NOW))
    limited = a_principal(all_companies=False, companies=(kept.id, deleted.id))

    for caller in (CALLER, limited):
        assert fake_container(world).get(ListCompanies)(caller, PageRequest()).items == (kept,)


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


def test_get_consumption_sums_the_active_bill_by_month(world: World) -> None:
    site = a_site()
    world.companies.add_site(site)
    uses = api(world)
    assert uses.get(GetConsumption)(a_principal(), SiteId(site.id)).months == ()
    document = read(world, site_id=site.id)
    world.companies.activate(site.id, document.id, rank="1", policy=site.active_bill)

    found = uses.get(GetConsumption)(a_principal(), SiteId(site.id))

    assert (found.document and found.document.id, found.currency, len(found.months)) == (document.id, "USD", 12)
    assert found.months[-1].kwh == 500
    uses.get(RemoveDocument)(a_principal(), document.id)
    assert uses.get(GetConsumption)(a_principal(), SiteId(site.id)).document is None


def test_get_consumption_foreign_or_unknown_is_not_found(world: World) -> None:
    site = a_site()
    world.companies.add_site(site)

    for caller, site_id in ((STRANGER, SiteId(site.id)), (CALLER, SiteId(an_id()))):
        with pytest.raises(NotFound):
            api(world).get(GetConsumption)(caller, site_id)


def test_list_companies_of_another_account_has_none(world: World) -> None:
    stored = companies(world, 2)
    named = tuple(company.id for company in stored)
    limited = a_principal(account_id=STRANGER.account_id, all_companies=False, companies=named)

    for caller in (STRANGER, limited):
        assert fake_container(world).get(ListCompanies)(caller, PageRequest()).items == ()
