"""Create an account."""

from billhook.usecases.access.create_account import CreateAccount
from tests.fakes import World
from tests.usecases.wiring import wired


def test_create_account_stores_it(world: World) -> None:
    account = wired(world).get(CreateAccount)(name="Acme", email="anna@example.org")

    assert world.accounts.get(account.id) == account
