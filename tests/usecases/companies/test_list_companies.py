"""Listing the companies that the caller may access."""

from datetime import timedelta

from billhook.domain.company import Company
from billhook.domain.ids import AccountId, CompanyId
from billhook.ports.lists import PageRequest
from billhook.usecases.companies.list_companies import ListCompanies
from tests.builders import a_company, a_principal, an_id
from tests.fakes import NOW, World
from tests.fakes.container import fake_container
from tests.usecases.callers import CALLER


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
    world.companies.save(deleted.hidden(now=NOW, due_at=NOW))
    limited = a_principal(all_companies=False, companies=(kept.id, deleted.id))

    for caller in (CALLER, limited):
        assert fake_container(world).get(ListCompanies)(caller, PageRequest()).items == (kept,)
