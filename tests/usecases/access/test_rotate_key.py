"""Rotating an API key: a new key with the same limits, the old one valid for a day."""

from datetime import timedelta

import pytest

from billhook.domain.errors import Conflict, NotFound
from billhook.domain.ids import KeyId
from billhook.usecases.access.authorize_caller import AuthorizeCaller
from billhook.usecases.access.rotate_key import RotateKey
from tests.builders import COMPANY, KEY, a_key, an_account, an_id
from tests.fakes import NOW, World
from tests.usecases.stored_documents import api


@pytest.fixture
def rotate(world: World) -> RotateKey:
    world.accounts.add(an_account())
    world.accounts.add_key(a_key(companies=(COMPANY,), rate_per_minute=7))
    return api(world).get(RotateKey)


def test_rotate_key_returns_a_key_with_the_same_limits(world: World, rotate: RotateKey) -> None:
    new, secret = rotate(KEY)

    assert (new.companies, new.rate_per_minute, new.revoked) == ((COMPANY,), 7, None)
    assert api(world).get(AuthorizeCaller)(secret).key_id == new.id


def test_rotate_key_leaves_the_old_one_valid_for_a_day(world: World, rotate: RotateKey) -> None:
    rotate(KEY)

    assert world.memory.keys[KEY].revoked == NOW + timedelta(hours=24)


def test_rotate_key_repeated_is_a_conflict(world: World, rotate: RotateKey) -> None:
    rotate(KEY)

    with pytest.raises(Conflict):
        rotate(KEY)
    assert len(world.memory.keys) == 2


def test_rotate_key_unknown_is_not_found(rotate: RotateKey) -> None:
    with pytest.raises(NotFound):
        rotate(KeyId(an_id()))
