"""Deleting an account."""

from datetime import timedelta

import pytest

from billhook.domain.errors import NotFound, UnknownReference
from billhook.domain.ids import AccountId, CompanyId
from billhook.usecases.access.create_key import CreateKey
from billhook.usecases.access.remove_account import RemoveAccount
from tests.builders import ACCOUNT, KEY, a_company, a_key, an_account, an_id
from tests.fakes import NOW, World
from tests.usecases.stored_documents import api


def test_remove_account_ends_keys_and_keeps_no_name(world: World) -> None:
    world.accounts.add(an_account(name="Kanarienvogel", email="kanarienvogel@example.org"))
    world.accounts.add_key(a_key(email="kanarienvogel@example.org"))
    companies = [CompanyId(an_id()) for _ in range(120)]
    for company_id in companies:
        world.companies.add(a_company(id=company_id))

    removed = api(world).get(RemoveAccount)(AccountId(ACCOUNT))

    key = world.accounts.key(KEY)
    assert (removed.name, removed.email, removed.deleted) == ("", "", NOW)
    assert key is not None
    assert (key.revoked, key.email) == (NOW, "")
    assert all(world.memory.companies[company_id].deleted == NOW for company_id in companies)
    assert "kanarienvogel" not in repr(world.memory).lower()


def test_remove_account_repeated_keeps_the_first_time(world: World) -> None:
    world.accounts.add(an_account())
    first = api(world).get(RemoveAccount)(AccountId(ACCOUNT))
    world.clock.advance(timedelta(minutes=1))

    assert api(world).get(RemoveAccount)(AccountId(ACCOUNT)) == first


def test_remove_account_that_is_absent_is_not_found(world: World) -> None:
    with pytest.raises(NotFound):
        api(world).get(RemoveAccount)(AccountId(an_id()))


def test_create_key_of_a_removed_account_is_refused(world: World) -> None:
    world.accounts.add(an_account())
    api(world).get(RemoveAccount)(AccountId(ACCOUNT))

    with pytest.raises(UnknownReference):
        api(world).get(CreateKey)(AccountId(ACCOUNT))
