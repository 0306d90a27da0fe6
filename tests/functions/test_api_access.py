"""Foreign and absent ids get identical responses, on every route that takes an id."""

from typing import Any

import pytest

from billhook.wire.openapi import openapi_json
from billhook.wire.operations import OPERATIONS
from billhook.wire.operations.operation import Operation
from tests.builders import ACCOUNT, a_company, an_id
from tests.fakes import NOW, World
from tests.functions.belongings import Belongings, all_of, ask, belongings_of, ids_in, things_of
from tests.functions.calling import Answer, Caller, a_limited_key, form_body

MINE, OTHERS = "019a0000-0000-7000-8000-00000000aaaa", "019a0000-0000-7000-8000-00000000bbbb"
ABSENT = all_of("019a0000-ffff-7fff-8000-0000deadbeef")
MALFORMED = all_of("no-id")
LOUD = all_of("019A0000-0000-7001-8000-000000000001")
WORKS = {200, 201, 202, 204}


def routes_with_ids() -> list[tuple[Operation, str]]:
    """Every route of the OpenAPI document that asks for a key, with each of its ids in turn."""
    paths: dict[str, Any] = openapi_json()["paths"]
    routes = [(method, path) for path, methods in paths.items() for method in methods]
    operations = [item for item in (OPERATIONS.find(*route) for route in routes) if item and not item.is_public]
    return [(operation, name) for operation in operations for name in ids_in(operation)]


ROUTES = routes_with_ids()
each_id = pytest.mark.parametrize(
    ("operation", "name"), ROUTES, ids=[f"{operation.id}-{name}" for operation, name in ROUTES]
)
each_operation = pytest.mark.parametrize(
    "operation", dict.fromkeys(operation for operation, _ in ROUTES), ids=lambda operation: operation.id
)


def bytes_of(answer: Answer) -> tuple[int, dict[str, str], str]:
    return answer.status, answer.headers, answer.text


def works(caller: Caller, operation: Operation, whose: Belongings) -> bool:
    return ask(caller, operation, whose).status in WORKS


def test_access_matrix_covers_every_route() -> None:
    with_ids = {operation.id for operation in OPERATIONS if not operation.is_public and "{" in operation.path}

    assert with_ids <= {operation.id for operation, _ in ROUTES}


@each_id
def test_foreign_and_absent_ids_get_identical_responses(
    operation: Operation, name: str, caller: Caller, world: World
) -> None:
    belongings = belongings_of(world, MINE, ACCOUNT)
    foreign = belongings_of(world, an_id(), "somebody else")

    absent = ask(caller, operation, belongings.but(name, ABSENT))
    assert absent.status == 404 if name in operation.parameters else absent.status in {400, 404, 422}
    for other in (foreign, MALFORMED, LOUD):
        assert bytes_of(ask(caller, operation, belongings.but(name, other))) == bytes_of(absent)
    assert works(caller, operation, belongings)


@each_operation
def test_fully_foreign_path_gets_the_same_response(operation: Operation, caller: Caller, world: World) -> None:
    foreign = belongings_of(world, an_id(), "somebody else")

    assert bytes_of(ask(caller, operation, foreign)) == bytes_of(ask(caller, operation, ABSENT))


@each_operation
def test_foreign_idempotency_key_gives_no_access(operation: Operation, caller: Caller, world: World) -> None:
    """Another account's Idempotency-Key gives the response of a new request."""
    belongings = belongings_of(world, MINE, ACCOUNT)
    stranger = caller.as_account("somebody else")
    key = {"Idempotency-Key": "guessed"}

    assert ask(caller, operation, belongings, **key).status in WORKS

    assert bytes_of(ask(stranger, operation, belongings, **key)) == bytes_of(ask(stranger, operation, ABSENT, **key))


@each_operation
def test_deleted_company_hides_its_resources(operation: Operation, caller: Caller, world: World) -> None:
    if operation.id == "restoreCompany":
        pytest.skip("restores the company")
    things = things_of(world, MINE)
    world.companies.add(a_company(id=MINE, deleted=NOW))

    assert bytes_of(ask(caller, operation, things)) == bytes_of(ask(caller, operation, ABSENT))


@each_operation
def test_limited_key_accesses_its_companies_only(operation: Operation, caller: Caller, world: World) -> None:
    mine, others = (belongings_of(world, company, ACCOUNT) for company in (MINE, OTHERS))
    limited = caller.as_key(a_limited_key(world, MINE))

    assert bytes_of(ask(limited, operation, others)) == bytes_of(ask(limited, operation, ABSENT))
    assert works(limited, operation, mine)


@each_operation
def test_token_accesses_its_companies_only(operation: Operation, caller: Caller, world: World) -> None:
    mine, others = (belongings_of(world, company, ACCOUNT) for company in (MINE, OTHERS))
    limited = caller.as_user_of(MINE)

    assert bytes_of(ask(limited, operation, others)) == bytes_of(ask(limited, operation, ABSENT))
    assert works(limited, operation, mine)


def test_deleted_key_accesses_nothing(caller: Caller, world: World) -> None:
    key = a_limited_key(world, MINE)
    world.companies.add(a_company(id=MINE))
    del world.memory.keys[key.id]

    assert caller.as_key(key).get(f"/v2.2/company/{MINE}").status == 404


def test_foreign_writes_store_nothing(caller: Caller, world: World) -> None:
    foreign = belongings_of(world, an_id(), "somebody else")
    before = repr(world.memory)

    for operation, _ in ROUTES:
        ask(caller, operation, foreign)

    assert repr(world.memory) == before
    assert world.files.versions == {}
    assert world.fetch_queue.sent == []


@pytest.mark.parametrize("sites_company", ["foreign", "other"])
def test_foreign_site_in_body_is_unknown_reference(caller: Caller, world: World, sites_company: str) -> None:
    belongings = belongings_of(world, MINE, ACCOUNT)
    account = {"account_id": "somebody else"} if sites_company == "foreign" else {}
    world.companies.add(a_company(id="019a0000-0000-7000-8000-00000000cccc", **account))
    others = things_of(world, "019a0000-0000-7000-8000-00000000cccc")
    path = f"/v2.2/job/company/{belongings.company}"

    answers = [
        caller.post_form(path, form_body(("bill.pdf", b"%PDF"), siteId=site))
        for site in (others.site, ABSENT.site, "x")
    ]
    answers += [
        caller.post(f"{path}/bulk", {"documents": ["https://example.org/b.pdf"], "siteId": site})
        for site in (others.site, ABSENT.site, "x")
    ]

    assert {answer.text for answer in answers} == {answers[0].text}
    assert answers[0].status == 422
    assert answers[0].code == "unknown-reference"
    assert answers[0].json["errors"][0]["pointer"] == "/siteId"
    assert world.files.versions == {}


def test_caller_headers_do_not_change_the_principal(caller: Caller, world: World) -> None:
    foreign = belongings_of(world, an_id(), "somebody else")
    claims = {"X-Tenant-Id": "somebody else", "X-Account-Id": "somebody else", "accountId": "somebody else"}

    answer = caller.send("GET", f"/v2.2/document/{foreign.document}", headers=claims)

    assert answer.status == 404


def test_cursor_of_another_companys_list_is_refused(caller: Caller, world: World) -> None:
    for company in (MINE, OTHERS):
        belongings_of(world, company, ACCOUNT)
        things_of(world, company)
    mine = caller.get(f"/v2.2/document/company/{MINE}", limit="1").json["nextCursor"]

    answer = caller.get(f"/v2.2/document/company/{OTHERS}", limit="1", cursor=mine)

    assert answer.status == 422
