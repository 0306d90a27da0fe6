"""Authenticate a caller by API key."""

from datetime import timedelta

import pytest

from billhook.domain.errors import (
    Unauthorized,
)
from billhook.usecases.access.authorize_caller import AuthorizeCaller
from billhook.usecases.access.create_key import CreateKey
from tests.builders import (
    ACCOUNT,
    an_account,
)
from tests.fakes import NOW, World
from tests.usecases.wiring import wired


def test_authorize_caller_accepts_a_created_key(world: World) -> None:
    world.accounts.add(an_account())
    container = wired(world)
    key, secret = container.get(CreateKey)(ACCOUNT)

    assert container.get(AuthorizeCaller)(secret).key_id == key.id


@pytest.mark.parametrize("credential", ["", "no key", "bh_" + "a" * 40])
def test_authorize_caller_refuses_unknown_credentials(world: World, credential: str) -> None:
    with pytest.raises(Unauthorized):
        wired(world).get(AuthorizeCaller)(credential)


def test_authorize_caller_refuses_a_revoked_key_after_a_minute(world: World) -> None:
    world.accounts.add(an_account())
    container = wired(world)
    key, secret = container.get(CreateKey)(ACCOUNT)
    container.get(AuthorizeCaller)(secret)
    world.accounts.save_key(key.revoked_at(NOW))
    world.clock.advance(timedelta(minutes=1))

    with pytest.raises(Unauthorized):
        container.get(AuthorizeCaller)(secret)
