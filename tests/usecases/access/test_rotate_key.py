"""Rotate an API key."""

from datetime import timedelta

import pytest

from billhook.domain.errors import (
    Conflict,
)
from billhook.usecases.access.rotate_key import RotateKey
from tests.builders import (
    KEY,
    a_key,
    an_account,
)
from tests.fakes import NOW, World
from tests.usecases.wiring import wired


def test_rotate_key_keeps_the_old_key_for_a_day(world: World) -> None:
    world.accounts.add(an_account())
    world.accounts.add_key(a_key())

    new, _ = wired(world).get(RotateKey)(KEY)

    old = world.accounts.key(KEY)
    assert old is not None
    assert (old.revoked, new.revoked, new.email) == (NOW + timedelta(hours=24), None, old.email)


def test_rotate_key_revoked_is_a_conflict(world: World) -> None:
    world.accounts.add_key(a_key(revoked=NOW))

    with pytest.raises(Conflict):
        wired(world).get(RotateKey)(KEY)
