"""The first account of the local cloud."""

from collections.abc import Callable

import pytest

from billhook.local import first_account
from billhook.local.errors import LocalCloudError, RequestRefused
from billhook.local.first_account import FirstAccount

FIRST = FirstAccount("key", "company", "site")


def answering(error: Exception | None) -> Callable[..., dict[str, str]]:
    def call(*_: object) -> dict[str, str]:
        if error:
            raise error
        return {"id": "site"}

    return call


def test_first_account_works_when_the_site_can_be_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(first_account, "call", answering(None))

    assert first_account.works("http://api", FIRST)


@pytest.mark.parametrize("status", [401, 403, 404])
def test_first_account_is_gone_when_the_key_is_refused(monkeypatch: pytest.MonkeyPatch, status: int) -> None:
    monkeypatch.setattr(first_account, "call", answering(RequestRefused("refused", status)))

    assert not first_account.works("http://api", FIRST)


@pytest.mark.parametrize("error", [RequestRefused("failing", 503), LocalCloudError("timed out")])
def test_first_account_of_a_failing_api_is_not_replaced(monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    monkeypatch.setattr(first_account, "call", answering(error))

    with pytest.raises(LocalCloudError):
        first_account.works("http://api", FIRST)
