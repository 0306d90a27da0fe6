"""Accounts and keys by invocation: what works, and how what is wrong comes back."""

from datetime import timedelta
from typing import Any

import pytest

from billhook.domain.api_key import is_key
from billhook.domain.company import Principal
from billhook.usecases.access.authorize_caller import AuthorizeCaller
from functions.admin.handler import handler
from tests.builders import ACCOUNT, COMPANY, a_company, an_account, an_id
from tests.fakes import World
from tests.functions.calling import an_event


def admin(action: str, **fields: Any) -> dict[str, Any]:
    return handler({"action": action, **fields}, None)


def who(world: World, key: str) -> Principal:
    """Who a key is to an authorizer that has never seen it."""
    return AuthorizeCaller(world.accounts, world.hmacs, world.clock)(key)


@pytest.fixture
def account(world: World) -> str:
    world.accounts.add(an_account())
    world.companies.add(a_company())
    return ACCOUNT


def test_admin_creates_account_and_working_key(world: World) -> None:
    made = handler(an_event("admin/create_account"), None)
    created = handler({**an_event("admin/create_key"), "accountId": made["accountId"]}, None)

    assert made["name"] == "Acme"
    assert is_key(created["apiKey"])
    assert created["accountId"] == made["accountId"]
    assert who(world, created["apiKey"]).key_id == created["keyId"]


def test_admin_does_not_store_the_key(world: World, account: str) -> None:
    key = admin("createKey", accountId=account)["apiKey"]

    assert key not in repr(world.memory)
    assert key[3:33] not in repr(world.memory)


def test_admin_creates_key_limited_to_companies(world: World, account: str) -> None:
    made = admin("createKey", accountId=account, email="bob@example.org", companies=[COMPANY], ratePerMinute=6000)

    row = world.accounts.key(made["keyId"])
    assert row is not None
    assert (row.companies, row.email, row.rate_per_minute) == ((COMPANY,), "bob@example.org", 6000)
    assert made["companies"] == [COMPANY]


def test_rotated_key_keeps_its_default_company(world: World, account: str) -> None:
    made = admin("createKey", accountId=account, defaultCompany=COMPANY)

    rotated = admin("rotateKey", keyId=made["keyId"])

    assert made["defaultCompany"] == rotated["defaultCompany"] == COMPANY
    row = world.accounts.key(rotated["keyId"])
    assert row is not None
    assert (row.default_company, row.companies) == (COMPANY, ())


def test_default_company_must_be_accessible_to_the_key(world: World, account: str) -> None:
    other = a_company(id=an_id())
    world.companies.add(other)

    error = admin("createKey", accountId=account, companies=[other.id], defaultCompany=COMPANY)["error"]

    assert (error["code"], error["errors"][0]["pointer"]) == ("unknown-reference", "/defaultCompany")


def test_admin_lists_keys_without_secrets(account: str) -> None:
    made = [admin("createKey", accountId=account) for _ in range(2)]

    listed = admin("listKeys", accountId=account)["keys"]

    assert {key["id"] for key in listed} == {key["keyId"] for key in made}
    assert "apiKey" not in listed[0]
    assert listed[0]["companies"] == "all"


def test_revoked_key_is_refused(world: World, account: str) -> None:
    made = admin("createKey", accountId=account)

    revoked = admin("revokeKey", keyId=made["keyId"])
    again = admin("revokeKey", keyId=made["keyId"])

    assert revoked["revoked"] == "2026-11-20T12:00:00.000Z"
    assert again == revoked
    with pytest.raises(Exception, match="Unknown API key"):
        who(world, made["apiKey"])


def test_rotated_key_is_valid_for_another_day(world: World, account: str) -> None:
    old = admin("createKey", accountId=account, companies=[COMPANY])

    new = admin("rotateKey", keyId=old["keyId"])

    assert new["apiKey"] != old["apiKey"]
    assert new["companies"] == [COMPANY]
    world.clock.advance(timedelta(hours=24) - timedelta(seconds=1))
    assert who(world, old["apiKey"]).key_id == old["keyId"]
    world.clock.advance(timedelta(seconds=1))
    assert who(world, new["apiKey"]).key_id == new["keyId"]
    with pytest.raises(Exception, match="Unknown API key"):
        who(world, old["apiKey"])


def test_rotated_key_can_be_revoked_at_once(world: World, account: str) -> None:
    old = admin("createKey", accountId=account)
    admin("rotateKey", keyId=old["keyId"])

    admin("revokeKey", keyId=old["keyId"])

    with pytest.raises(Exception, match="Unknown API key"):
        who(world, old["apiKey"])


def test_key_cannot_be_rotated_twice(account: str) -> None:
    old = admin("createKey", accountId=account)
    admin("rotateKey", keyId=old["keyId"])

    assert admin("rotateKey", keyId=old["keyId"])["error"]["code"] == "conflict"


@pytest.mark.parametrize(
    ("event", "code", "pointers"),
    [
        ({}, "invalid-request", ["/action"]),
        ({"action": "dropTable"}, "invalid-request", ["/action"]),
        ({"action": "createAccount", "name": "", "email": "nobody"}, "invalid-request", ["/name", "/email"]),
        ({"action": "createKey", "accountId": "none"}, "unknown-reference", ["/accountId"]),
        ({"action": "createKey", "accountId": an_id()}, "unknown-reference", ["/accountId"]),
        ({"action": "createKey", "accountId": ACCOUNT, "companies": [an_id()]}, "unknown-reference", ["/companies/0"]),
        (
            {"action": "createKey", "accountId": ACCOUNT, "defaultCompany": an_id()},
            "unknown-reference",
            ["/defaultCompany"],
        ),
        ({"action": "createKey", "accountId": ACCOUNT, "ratePerMinute": 0}, "invalid-request", ["/ratePerMinute"]),
        ({"action": "createKey", "accountId": ACCOUNT, "companies": []}, "invalid-request", ["/companies"]),
        ({"action": "createKey", "accountId": ACCOUNT, "companies": "some"}, "invalid-request", ["/companies"]),
        ({"action": "revokeKey", "keyId": an_id()}, "not-found", []),
        ({"action": "rotateKey", "keyId": "none"}, "not-found", []),
    ],
)
def test_invalid_command_returns_an_error_code(
    account: str, event: dict[str, Any], code: str, pointers: list[str]
) -> None:
    error = handler(event, None)["error"]

    assert error["code"] == code
    assert [fault["pointer"] for fault in error.get("errors", [])] == pointers
    assert error["detail"]


def test_key_for_foreign_company_is_unknown_reference(world: World, account: str) -> None:
    foreign = a_company(id=an_id(), account_id="somebody else")
    world.companies.add(foreign)

    assert admin("createKey", accountId=account, companies=[foreign.id])["error"]["code"] == "unknown-reference"


@pytest.mark.parametrize("name", ["create_account", "create_key", "list_keys", "rotate_key", "revoke_key"])
def test_admin_accepts_every_sample_event(name: str) -> None:
    error = handler(an_event(f"admin/{name}"), None).get("error", {})

    assert error.get("code") != "invalid-request"
