"""Revoking an API key."""

from datetime import timedelta

import pytest

from billhook.domain.errors import NotFound
from billhook.domain.ids import KeyId
from billhook.usecases.access.revoke_key import RevokeKey
from tests.builders import KEY, a_key, an_id
from tests.fakes import NOW, World
from tests.usecases.stored_documents import api


def test_revoke_key_ends_it_now(world: World) -> None:
    world.accounts.add_key(a_key())

    revoked = api(world).get(RevokeKey)(KEY)

    assert revoked.revoked == NOW
    assert world.accounts.key(KEY) == revoked


def test_revoke_key_repeated_keeps_the_first_time(world: World) -> None:
    world.accounts.add_key(a_key(revoked=NOW - timedelta(days=1)))

    assert api(world).get(RevokeKey)(KEY).revoked == NOW - timedelta(days=1)


def test_revoke_key_that_expires_later_ends_it_now(world: World) -> None:
    world.accounts.add_key(a_key(revoked=NOW + timedelta(hours=20)))

    assert api(world).get(RevokeKey)(KEY).revoked == NOW


@pytest.mark.parametrize("key_id", [an_id(), "no id"])
def test_revoke_key_unknown_is_not_found(world: World, key_id: str) -> None:
    with pytest.raises(NotFound):
        api(world).get(RevokeKey)(KeyId(key_id))
