"""Revoke an API key."""

from datetime import timedelta

import pytest

from billhook.domain.errors import (
    NotFound,
)
from billhook.usecases.access.revoke_key import RevokeKey
from tests.builders import (
    KEY,
    a_key,
)
from tests.fakes import NOW, World
from tests.usecases.wiring import wired


def test_revoke_key_twice_keeps_the_first_time(world: World) -> None:
    world.accounts.add_key(a_key())
    revoke_key = wired(world).get(RevokeKey)

    first = revoke_key(KEY)
    world.clock.advance(timedelta(hours=1))

    assert (first.revoked, revoke_key(KEY).revoked) == (NOW, NOW)


def test_revoke_key_unknown_is_not_found(world: World) -> None:
    with pytest.raises(NotFound):
        wired(world).get(RevokeKey)(KEY)
