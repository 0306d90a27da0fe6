"""Authenticating a caller by access token."""

from datetime import timedelta

import pytest

from billhook.domain.access_token import ClaimMapping
from billhook.domain.errors import Unauthorized
from billhook.usecases.access.authorize_token import REMEMBERED, AuthorizeToken
from tests.builders import ACCOUNT, an_account
from tests.fakes import World

CLAIMS = {"iss": "https://issuer.example.org", "sub": "user-1", "email": "anna@example.org", "account": ACCOUNT}


@pytest.fixture
def authorize(world: World) -> AuthorizeToken:
    world.tokens.known["valid"] = CLAIMS
    return AuthorizeToken(world.tokens, world.accounts, world.clock, ClaimMapping(account="account", companies=""))


def test_authorize_token_of_an_account_returns_its_principal(world: World, authorize: AuthorizeToken) -> None:
    world.accounts.add(an_account())

    assert authorize("valid").account_id == ACCOUNT


def test_authorize_token_that_is_invalid_is_refused(world: World, authorize: AuthorizeToken) -> None:
    world.accounts.add(an_account())

    with pytest.raises(Unauthorized):
        authorize("forged")


def test_authorize_token_without_its_account_is_refused(world: World, authorize: AuthorizeToken) -> None:
    with pytest.raises(Unauthorized):
        authorize("valid")
    world.accounts.add(an_account())

    assert authorize("valid").account_id == ACCOUNT


def test_authorize_token_caches_its_account_for_a_minute(world: World, authorize: AuthorizeToken) -> None:
    world.accounts.add(an_account())
    authorize("valid")
    world.memory.accounts.clear()
    world.clock.advance(REMEMBERED - timedelta(seconds=1))

    authorize("valid")
    world.clock.advance(timedelta(seconds=1))

    with pytest.raises(Unauthorized):
        authorize("valid")
