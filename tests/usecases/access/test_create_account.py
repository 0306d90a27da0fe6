"""Creating an account."""

from billhook.usecases.access.create_account import CreateAccount
from tests.fakes import NOW, World
from tests.usecases.stored_documents import api


def test_create_account_stores_it_with_name_and_time(world: World) -> None:
    account = api(world).get(CreateAccount)(name="Acme", email="anna@example.org")

    assert (account.name, account.email, account.created) == ("Acme", "anna@example.org", NOW)
    assert world.accounts.get(account.id) == account


def test_create_account_repeated_makes_another_account(world: World) -> None:
    create = api(world).get(CreateAccount)

    ids = {create(name="Acme", email="anna@example.org").id for _ in range(2)}

    assert ids == set(world.memory.accounts)
    assert len(ids) == 2
