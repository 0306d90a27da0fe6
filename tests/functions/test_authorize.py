"""The authorizer: three headers, one key, the whole stage; and no reason for a refusal."""

from datetime import timedelta

import pytest

from billhook.domain.ids import CompanyId
from billhook.usecases.access.create_key import CreateKey
from functions.authorize.handler import handler
from tests.builders import ACCOUNT, a_company, an_account
from tests.fakes import World
from tests.functions.calling import an_event

STAGE = "arn:aws:execute-api:eu-central-1:111122223333:a1b2c3d4e5/prod"


@pytest.fixture
def key(world: World) -> str:
    """A live key of an account."""
    world.accounts.add(an_account())
    return new_key(world)


def new_key(world: World, *companies: CompanyId) -> str:
    create = CreateKey(world.accounts, world.companies, world.hmacs, world.clock, world.ids)
    return create(ACCOUNT, companies=companies)[1]


def a_request(name: str, key: str) -> dict[str, object]:
    """A sample of ``events/authorize`` with a real key in it."""
    event = an_event(f"authorize/{name}")
    event["headers"] = {header: text.replace("the key", key) for header, text in event["headers"].items()}
    return event


@pytest.mark.parametrize("name", ["api_key", "bearer", "access_token"])
def test_authorizer_accepts_key_in_three_headers(name: str, key: str) -> None:
    answer = handler(a_request(name, key), None)

    assert answer["context"] == {
        "accountId": ACCOUNT,
        "keyId": answer["context"]["keyId"],
        "email": "anna@example.org",
        "allCompanies": "true",
        "companies": "",
        "ratePerMinute": "90",
    }
    (statement,) = answer["policyDocument"]["Statement"]
    assert statement == {"Effect": "Allow", "Action": "execute-api:Invoke", "Resource": f"{STAGE}/*"}


def test_authorizer_headers_are_case_insensitive(key: str) -> None:
    event = a_request("api_key", key)
    event["headers"] = {"x-aPi-kEY": f" {key} "}

    assert handler(event, None)["principalId"] == ACCOUNT


def test_authorizer_context_lists_companies_of_limited_key(world: World, key: str) -> None:
    company = a_company()
    world.companies.add(company)
    limited = new_key(world, company.id)

    assert handler(a_request("api_key", limited), None)["context"]["allCompanies"] == "false"


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Authorization": "Basic YTpi"},
        {"Authorization": "Bearer"},
        {"X-API-Key": ""},
        {"X-API-Key": "bh_" + "A" * 36},
        {"X-API-Key": "bh_é" + "A" * 35},
        {"x-access-token": "eyJhbGciOiJub25lIn0.eyJzdWIiOiJhbm5hIn0."},
        {"Authorization": "Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiJhbm5hIn0."},
    ],
)
def test_malformed_credential_is_refused_without_lookup(world: World, headers: dict[str, str], key: str) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("the table was asked")

    world.accounts.key = refuse  # type: ignore[method-assign,assignment]

    with pytest.raises(Exception, match=r"^Unauthorized$"):
        handler({**an_event("authorize/nothing"), "headers": headers}, None)


def test_authorizer_without_headers_refuses() -> None:
    with pytest.raises(Exception, match=r"^Unauthorized$"):
        handler({**an_event("authorize/nothing"), "headers": None}, None)


def test_unknown_well_formed_key_is_refused(world: World, key: str) -> None:
    world.memory.keys.clear()

    with pytest.raises(Exception, match=r"^Unauthorized$"):
        handler(a_request("api_key", key), None)


def test_revoked_key_is_refused_within_a_minute(world: World, key: str) -> None:
    granted = handler(a_request("api_key", key), None)
    row = world.accounts.key(granted["context"]["keyId"])
    assert row is not None
    world.accounts.save_key(row.model_copy(update={"revoked": world.clock.now()}))

    assert handler(a_request("api_key", key), None) == granted
    world.clock.advance(timedelta(seconds=60))

    with pytest.raises(Exception, match=r"^Unauthorized$"):
        handler(a_request("api_key", key), None)


def test_authorizer_caches_a_key_for_a_minute(world: World, key: str) -> None:
    handler(a_request("api_key", key), None)
    lookups: list[str] = []
    look_up = world.accounts.key
    world.accounts.key = lambda key_id: lookups.append(key_id) or look_up(key_id)  # type: ignore[method-assign,func-returns-value]

    handler(a_request("bearer", key), None)
    assert lookups == []
    world.clock.advance(timedelta(seconds=61))
    handler(a_request("bearer", key), None)

    assert len(lookups) == 1


def test_authorizer_error_is_not_reported_as_401(world: World, key: str) -> None:
    def broken(*_: object) -> None:
        raise ConnectionError("no table")

    world.accounts.key = broken  # type: ignore[method-assign,assignment]

    with pytest.raises(ConnectionError):
        handler(a_request("api_key", key), None)


# Access tokens.

TOKEN = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhbm5hIn0.c2ln"
CLAIMS = {"iss": "https://issuer.example.org", "sub": "anna", "username": "anna", "account": ACCOUNT}


@pytest.mark.parametrize("name", ["bearer", "access_token"])
def test_valid_token_is_accepted(name: str, world: World, key: str) -> None:
    world.tokens.known[TOKEN] = CLAIMS

    context = handler(a_request(name, TOKEN), None)["context"]

    assert context == {
        "accountId": ACCOUNT,
        "keyId": context["keyId"],
        "email": "anna",
        "allCompanies": "true",
        "companies": "",
        "ratePerMinute": "90",
    }


def test_token_with_wrong_signature_is_refused(key: str) -> None:
    with pytest.raises(Exception, match=r"^Unauthorized$"):
        handler(a_request("access_token", TOKEN), None)


def test_token_of_unknown_account_is_refused(world: World) -> None:
    world.tokens.known[TOKEN] = CLAIMS

    with pytest.raises(Exception, match=r"^Unauthorized$"):
        handler(a_request("access_token", TOKEN), None)


def test_authorizer_caches_an_account_for_a_minute(world: World, key: str) -> None:
    world.tokens.known[TOKEN] = CLAIMS
    handler(a_request("access_token", TOKEN), None)
    world.memory.accounts.clear()

    world.clock.advance(timedelta(seconds=59))
    assert handler(a_request("access_token", TOKEN), None)["principalId"] == ACCOUNT
    world.clock.advance(timedelta(seconds=1))
    with pytest.raises(Exception, match=r"^Unauthorized$"):
        handler(a_request("access_token", TOKEN), None)
