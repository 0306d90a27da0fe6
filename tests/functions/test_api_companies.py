"""Companies and sites: what is given is given back, lists are newest first and in parts."""

import pytest

from tests.builders import COMPANY, a_company, an_id
from tests.fakes import World
from tests.functions.calling import Caller, a_limited_key, an_event, answered


def test_created_company_has_all_given_fields(caller: Caller) -> None:
    given = {"name": " Acme Farms ", "externalId": "acme-1", "info": {"tier": 2, "share": 0.5}}

    made = caller.post("/v2.2/company", given)

    assert made.status == 201
    assert made.json["name"] == "Acme Farms"
    assert made.json["externalId"] == "acme-1"
    assert made.json["info"] == {"tier": 2, "share": 0.5}
    assert caller.get(f"/v2.2/company/{made.json['id']}").json == made.json


def test_company_sample_event_is_answered() -> None:
    assert answered(an_event("api/create_company")).status == 201


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({}, "/name"),
        ({"name": "   "}, "/name"),
        ({"name": 7}, "/name"),
        ({"name": "x" * 201}, "/name"),
        ({"name": "A", "info": "text"}, "/info"),
        ({"name": "A", "info": {"a": "x" * 5_000}}, "/info"),
        ({"name": "A", "info": {"a": {"b": {"c": {"d": {"e": {"f": {"g": {"h": {}}}}}}}}}}, "/info"),
    ],
)
def test_invalid_company_is_400_with_pointer_without_value(
    caller: Caller, body: dict[str, object], pointer: str
) -> None:
    answer = caller.post("/v2.2/company", body)

    assert answer.status == 422
    assert [fault["pointer"] for fault in answer.json["errors"]] == [pointer]
    assert "xxx" not in answer.text


def test_unknown_company_field_is_ignored(caller: Caller) -> None:
    assert caller.post("/v2.2/company", {"name": "A", "colour": "red"}).status == 201


def test_limited_key_cannot_create_a_company(caller: Caller, world: World) -> None:
    answer = caller.as_key(a_limited_key(world, COMPANY)).post("/v2.2/company", {"name": "A"})

    assert answer.status == 403
    assert answer.code == "forbidden"


def test_company_list_is_paged_newest_first(caller: Caller) -> None:
    made = [caller.post("/v2.2/company", {"name": f"No {number}"}).json["id"] for number in range(3)]

    first = caller.get("/v2.2/company", limit="2").json
    second = caller.get("/v2.2/company", limit="2", cursor=first["nextCursor"]).json

    shown = [company["id"] for company in (*first["results"], *second["results"])]
    assert set(shown) == {*made, COMPANY}
    assert [item for item in shown if item in made] == made[::-1]
    assert second["nextCursor"] is None


def test_company_list_of_limited_key_is_paged(caller: Caller, world: World) -> None:
    ids = [an_id() for _ in range(4)]
    for company_id in ids[:3]:
        world.companies.add(a_company(id=company_id))
    limited = caller.as_key(a_limited_key(world, *ids))

    first = limited.get("/v2.2/company", limit="2").json
    second = limited.get("/v2.2/company", limit="2", cursor=first["nextCursor"]).json

    assert [item["id"] for item in (*first["results"], *second["results"])] == ids[:3][::-1]
    assert second["nextCursor"] is None


@pytest.mark.parametrize("limit", ["0", "101", "-1", "1.5", "ten", "²", "1" * 5_000])
def test_list_limit_out_of_range_is_refused(caller: Caller, limit: str) -> None:
    answer = caller.get("/v2.2/company", limit=limit)

    assert answer.status == 422
    assert answer.json["errors"][0]["pointer"] == "limit"


def test_invalid_list_cursor_is_refused(caller: Caller) -> None:
    assert caller.get("/v2.2/company", cursor="nonsense").status == 422


def test_site_belongs_to_its_company(caller: Caller) -> None:
    made = caller.post(f"/v2.2/site/company/{COMPANY}", {"name": "The mill", "address": "1 Mill Lane"})

    assert made.status == 201
    assert made.json["company"] == COMPANY
    assert made.json["activeBill"] == "last_parsed"
    assert caller.get(f"/v2.2/site/{made.json['id']}").json == made.json
    assert caller.get(f"/v2.2/site/company/{COMPANY}").json["results"] == [made.json]
