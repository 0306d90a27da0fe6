"""A drop's token differs from a key and detects typing errors; a drop is open until it expires or is revoked."""

from datetime import timedelta

from billhook.domain import api_key, drop
from tests.builders import a_drop
from tests.fakes import NOW


def test_drop_token_has_its_own_prefix() -> None:
    token = drop.token_of(bytes(range(32)))

    assert token.startswith("bd_")
    assert len(token) == 39
    assert drop.is_token(token)
    assert not api_key.is_key(token)
    assert not drop.is_token(token[:-1] + ("A" if token[-1] != "A" else "B"))


def test_drop_is_open_until_expired_or_revoked() -> None:
    fresh = a_drop(expires=NOW + timedelta(days=90))

    assert fresh.is_open(NOW)
    assert not fresh.is_open(NOW + timedelta(days=90))
    assert not fresh.model_copy(update={"revoked": NOW}).is_open(NOW)
