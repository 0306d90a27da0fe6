"""Create an API key."""

import pytest

from billhook.domain.errors import (
    UnknownReference,
)
from billhook.usecases.access.create_key import CreateKey
from tests.builders import (
    ACCOUNT,
    COMPANY,
    an_account,
)
from tests.fakes import World
from tests.usecases.wiring import wired


def test_create_key_stores_no_secret(world: World) -> None:
    world.accounts.add(an_account())

    key, secret = wired(world).get(CreateKey)(ACCOUNT)

    assert world.accounts.key(key.id) == key
    assert secret not in str(world.memory.keys)


def test_create_key_of_unknown_account_is_refused(world: World) -> None:
    with pytest.raises(UnknownReference):
        wired(world).get(CreateKey)(ACCOUNT)


def test_create_key_of_foreign_company_is_refused(world: World) -> None:
    world.accounts.add(an_account())

    with pytest.raises(UnknownReference):
        wired(world).get(CreateKey)(ACCOUNT, companies=[COMPANY])
