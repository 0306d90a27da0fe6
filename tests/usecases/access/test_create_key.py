"""Creating an API key: shown once, limited to companies of its account."""

import pytest

from billhook.domain.errors import UnknownReference
from billhook.domain.ids import AccountId, CompanyId
from billhook.usecases.access.authorize_caller import AuthorizeCaller
from billhook.usecases.access.create_key import CreateKey
from tests.builders import ACCOUNT, COMPANY, a_company, an_account, an_id
from tests.fakes import NOW, World
from tests.usecases.stored_documents import api


@pytest.fixture
def create(world: World) -> CreateKey:
    world.accounts.add(an_account())
    return api(world).get(CreateKey)


def test_create_key_returns_a_key_that_is_stored_nowhere(world: World, create: CreateKey) -> None:
    key, secret = create(ACCOUNT)

    assert world.accounts.key(key.id) == key
    assert secret not in str(world.memory.keys)
    assert api(world).get(AuthorizeCaller)(secret).key_id == key.id


def test_create_key_without_email_takes_that_of_the_account(create: CreateKey) -> None:
    defaulted, _ = create(ACCOUNT)
    named, _ = create(ACCOUNT, email="ben@example.org")

    assert (defaulted.email, named.email) == ("anna@example.org", "ben@example.org")


def test_create_key_for_companies_keeps_each_once(create: CreateKey) -> None:
    key, _ = create(ACCOUNT, companies=(COMPANY, COMPANY), default_company=COMPANY)

    assert (key.companies, key.default_company) == ((COMPANY,), COMPANY)


def test_create_key_for_an_unknown_account_is_refused(world: World, create: CreateKey) -> None:
    with pytest.raises(UnknownReference) as refused:
        create(AccountId(an_id()))

    assert refused.value.problems[0].pointer == "/accountId"
    assert world.memory.keys == {}


@pytest.mark.parametrize("fields", [{"account_id": AccountId(an_id())}, {"deleted": NOW}])
def test_create_key_for_a_company_not_owned_is_refused(
    world: World, create: CreateKey, fields: dict[str, object]
) -> None:
    world.memory.companies[COMPANY] = a_company(**fields)

    with pytest.raises(UnknownReference) as refused:
        create(ACCOUNT, companies=(COMPANY,))

    assert refused.value.problems[0].pointer == "/companies/0"


def test_create_key_with_default_outside_its_limits_is_refused(world: World, create: CreateKey) -> None:
    other = a_company(id=CompanyId(an_id()))
    world.companies.add(other)

    with pytest.raises(UnknownReference) as refused:
        create(ACCOUNT, companies=(COMPANY,), default_company=other.id)

    assert refused.value.problems[0].pointer == "/defaultCompany"
