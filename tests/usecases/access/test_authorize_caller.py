"""Authenticating a caller by API key."""

from datetime import timedelta

import pytest

from billhook.domain import api_key
from billhook.domain.errors import Unauthorized
from billhook.usecases.access.authorize_caller import REMEMBERED, AuthorizeCaller
from billhook.usecases.access.create_key import CreateKey
from billhook.usecases.access.revoke_key import RevokeKey
from tests.builders import ACCOUNT, COMPANY, an_account
from tests.fakes import World
from tests.usecases.stored_documents import api


@pytest.fixture
def authorize(world: World) -> AuthorizeCaller:
    world.accounts.add(an_account())
    return api(world).get(AuthorizeCaller)


def test_authorize_valid_key_returns_its_principal(world: World, authorize: AuthorizeCaller) -> None:
    key, secret = api(world).get(CreateKey)(ACCOUNT, companies=(COMPANY,), rate_per_minute=7)

    principal = authorize(secret)

    assert (principal.account_id, principal.key_id, principal.rate_per_minute) == (ACCOUNT, key.id, 7)
    assert not principal.all_companies


@pytest.mark.parametrize("credential", ["", "bh_wrong", api_key.key_of(b"u" * api_key.SEED_BYTES)])
def test_authorize_malformed_or_unknown_key_is_refused(authorize: AuthorizeCaller, credential: str) -> None:
    with pytest.raises(Unauthorized):
        authorize(credential)


def test_authorize_revoked_key_is_refused_within_a_minute(world: World, authorize: AuthorizeCaller) -> None:
    key, secret = api(world).get(CreateKey)(ACCOUNT)
    authorize(secret)
    api(world).get(RevokeKey)(key.id)

    assert authorize(secret).key_id == key.id
    world.clock.advance(REMEMBERED)
    with pytest.raises(Unauthorized):
        authorize(secret)


def test_authorize_rotated_key_is_refused_when_it_expires(world: World, authorize: AuthorizeCaller) -> None:
    key, secret = api(world).get(CreateKey)(ACCOUNT)
    expiry = world.clock.now() + timedelta(seconds=5)
    world.accounts.save_key(key.revoked_at(expiry))
    authorize(secret)

    world.clock.at = expiry

    with pytest.raises(Unauthorized):
        authorize(secret)
