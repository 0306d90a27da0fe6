"""Contract of ``ports.Accounts``: accounts and their keys."""

from datetime import timedelta
from typing import Any

import pytest

from billhook.domain.company import Account, ApiKey
from billhook.domain.errors import Conflict, StaleLease
from billhook.domain.ids import AccountId, KeyId
from tests.builders import COMPANY, a_key, an_account, an_id
from tests.fakes import NOW


def fresh_account(**fields: Any) -> Account:
    return an_account(id=AccountId(an_id()), **fields)


def fresh_key(**fields: Any) -> ApiKey:
    return a_key(id=KeyId(an_id()), **fields)


def test_accounts_get_added_account_returns_it(ports: Any) -> None:
    account = fresh_account(name="Ångström & Söner")

    ports.accounts.add(account)

    assert ports.accounts.get(account.id) == account
    assert ports.accounts.get(AccountId(an_id())) is None


def test_accounts_add_other_account_under_taken_id_conflicts(ports: Any) -> None:
    account = fresh_account()
    ports.accounts.add(account)

    ports.accounts.add(account)
    with pytest.raises(Conflict):
        ports.accounts.add(account.model_copy(update={"name": "Somebody else"}))

    assert ports.accounts.get(account.id) == account


def test_accounts_get_added_key_returns_it(ports: Any) -> None:
    key = fresh_key(companies=(COMPANY,), default_company=COMPANY, rate_per_minute=6_000)

    ports.accounts.add_key(key)

    assert ports.accounts.key(key.id) == key
    assert ports.accounts.key(KeyId(an_id())) is None


def test_accounts_keys_are_listed_newest_first(ports: Any) -> None:
    account = AccountId(an_id())
    older, newer = (fresh_key(account_id=account, created=NOW + timedelta(hours=hour)) for hour in (0, 1))
    for key in (newer, older, fresh_key(account_id=AccountId(an_id()))):
        ports.accounts.add_key(key)

    assert ports.accounts.keys(account) == (newer, older)


def test_accounts_save_revoked_key_stores_revocation(ports: Any) -> None:
    key = fresh_key()
    ports.accounts.add_key(key)
    revoked = key.model_copy(update={"revoked": NOW})

    ports.accounts.save_key(revoked)

    assert ports.accounts.key(key.id) == revoked


def test_accounts_save_key_accepts_only_earlier_revocation(ports: Any) -> None:
    key = fresh_key()
    ports.accounts.add_key(key)
    tomorrow = key.model_copy(update={"revoked": NOW + timedelta(days=1)})
    ports.accounts.save_key(tomorrow)

    for late in (key, key.model_copy(update={"revoked": NOW + timedelta(days=2)})):
        with pytest.raises(StaleLease):
            ports.accounts.save_key(late)
    today = key.model_copy(update={"revoked": NOW})
    ports.accounts.save_key(today)

    assert ports.accounts.key(key.id) == today


def test_accounts_save_absent_key_raises_stale_lease(ports: Any) -> None:
    with pytest.raises(StaleLease):
        ports.accounts.save_key(fresh_key())
