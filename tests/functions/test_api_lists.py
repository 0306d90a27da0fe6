"""Lists through the API: what they can be asked for, usage, consumption, and how long an answer may be."""

from datetime import timedelta
from typing import Any

import pytest

from billhook.domain.delivery import DeliveryStatus
from billhook.domain.document_status import Status
from billhook.domain.ids import CompanyId
from billhook.wire.operations import OPERATIONS
from billhook.wire.operations.operation import Operation
from tests.builders import COMPANY, a_company, a_delivery, a_destination, a_site, an_event, an_id
from tests.documents import altered
from tests.fakes import NOW, World
from tests.functions.belongings import Belongings, ask, things_of
from tests.functions.calling import Caller, pointers
from tests.functions.documents import LIST, NEW
from tests.usecases.stored_documents import read


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ({}, 3),
        ({"startDate": "2026-10-31", "endDate": "2026-10-31"}, 2),
        ({"startDate": "2026-12-01", "endDate": "2026-12-31", "dateType": "CREATED_DATE"}, 0),
        ({"startDate": "2026-10-15", "endDate": "2026-10-15", "dateType": "USAGE_PERIOD"}, 2),
        ({"status": "NEEDS_REVIEW"}, 1),
        ({"status": "NEEDS_REVIEW,PARSED"}, 3),
        ({"datasourceType": "GAS"}, 0),
        ({"datasourceType[]": "ELECTRICITY"}, 2),
        ({"identifier": "100 200"}, 2),
    ],
)
def test_document_list_applies_filters(caller: Caller, world: World, query: dict[str, str], count: int) -> None:
    read(world)
    read(world, status=Status.NEEDS_REVIEW)
    caller.post(LIST, NEW | {"billDate": "2026-01-31"})

    assert len(caller.get(LIST, **query).json["results"]) == count


@pytest.mark.parametrize(
    ("query", "count"),
    [({}, 5), ({"status": "EXHAUSTED"}, 2), ({"status": "EXHAUSTED,PENDING"}, 3), ({"status": "CANCELLED"}, 0)],
)
def test_delivery_list_filters_by_status(caller: Caller, world: World, query: dict[str, str], count: int) -> None:
    destination = a_destination()
    world.destinations.add(destination)
    for status in ("PENDING", "EXHAUSTED", "DELIVERED", "DELIVERED", "EXHAUSTED"):
        world.deliveries.add(a_delivery(an_event(), destination, status=DeliveryStatus(status)))
    place = f"/v2.2/delivery/destination/{destination.id}"
    found: list[Any] = []
    cursor: str | None = None

    while cursor != "":
        answer = caller.get(place, **query, limit="2", **({"cursor": cursor} if cursor else {})).json
        found, cursor = found + answer["results"], answer["nextCursor"] or ""

    assert len({item["id"] for item in found}) == len(found) == count
    assert {item["status"] for item in found} <= set(query.get("status", "PENDING,EXHAUSTED,DELIVERED").split(","))


def test_unknown_delivery_status_is_refused_with_pointer(caller: Caller, world: World) -> None:
    destination = a_destination()
    world.destinations.add(destination)

    assert pointers(caller.get(f"/v2.2/delivery/destination/{destination.id}", status="PARSED")) == ["status"]


def test_repeated_filter_matches_any_value(caller: Caller, world: World) -> None:
    read(world)
    read(world, status=Status.NEEDS_REVIEW)
    read(world, status=Status.REJECTED)

    answer = caller.send("GET", LIST, every={"status": ["PARSED", "REJECTED"]})

    assert sorted(item["status"] for item in answer.json["results"]) == ["PARSED", "REJECTED"]


@pytest.mark.parametrize(
    ("query", "wrong"),
    [
        ({"startDate": "tomorrow"}, ["startDate"]),
        ({"startDate": "20261031"}, ["startDate"]),
        ({"endDate": "2026-02-30"}, ["endDate"]),
        ({"startDate": "2026-02-02", "endDate": "2026-02-01"}, ["endDate"]),
        ({"dateType": "DUE_DATE"}, ["dateType"]),
        ({"status": "LOST"}, ["status"]),
        ({"status": "WAITING_OCR"}, ["status"]),
        ({"datasourceType": "STEAM", "identifier": "x" * 101}, ["identifier", "datasourceType"]),
    ],
)
def test_invalid_filter_is_refused_with_pointer(caller: Caller, query: dict[str, str], wrong: list[str]) -> None:
    assert pointers(caller.get(LIST, **query)) == wrong


def test_site_documents_and_usage_are_listed(caller: Caller, world: World) -> None:
    site = a_site()
    world.companies.add_site(site)
    document = read(world, site_id=site.id)
    read(world)

    documents = caller.get(f"/v2.2/document/site/{site.id}").json["results"]
    usage = caller.get(f"/v2.2/usage/site/{site.id}").json["results"]
    listed = caller.get(f"/v2.2/usage/document/{document.id}").json

    assert [item["id"] for item in documents] == [document.id]
    assert usage == listed["results"]
    assert [(item["id"], item["document"], item["site"], item["usage"]) for item in usage] == [
        (f"{document.id}:0", document.id, site.id, "500"),
    ]  # fmt: skip
    assert caller.get(f"/v2.2/usage/site/{site.id}", endDate="2026-09-30").json["results"] == []


def test_consumption_is_twelve_months_of_the_active_bill(caller: Caller, world: World) -> None:
    site = a_site()
    world.companies.add_site(site)
    document = read(world, site_id=site.id)
    world.companies.activate(site.id, document.id, rank="1", policy=site.active_bill)

    body = caller.get(f"/v2.2/site/{site.id}/consumption").json

    assert (body["document"], body["chargesUnits"], len(body["months"])) == (document.id, "USD", 12)
    assert body["months"][-1] == {
        "month": "2026-10", "kwh": "500.000", "cost": "121.00", "days": 31, "isEstimated": False,
        "isCostEstimated": False,
    }  # fmt: skip


def test_page_over_the_size_limit_ends_with_a_cursor(
    caller: Caller, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("billhook.runtime.pages.MAX_BYTES", 9_000)
    documents = [read(world, created=NOW + timedelta(hours=at), notes="n" * 1_000) for at in range(7)]
    shown, cursor = [], ""
    for _ in range(20):
        answer = caller.get(LIST, limit="5", cursor=cursor)
        assert len(answer.text.encode()) <= 9_000
        shown += [item["id"] for item in answer.json["results"]]
        cursor = answer.json["nextCursor"]
        if cursor is None:
            break

    assert shown == [document.id for document in reversed(documents)]


def two_of_everything(world: World) -> Belongings:
    """A company of whose every list there are two things; and a second company."""
    owner = things_of(world, COMPANY)
    first = world.memory.documents[owner.document]
    again = altered(first, version=2, fence=2)
    world.companies.add(a_company(id=CompanyId(an_id())))
    things_of(world, COMPANY)
    read(world, site_id=first.site_id)
    world.memory.versions[first.id] = {1: first, 2: again}
    for document in (first, again):
        world.memory.keep(an_event(document))
        destination = world.memory.destinations[owner.destination]
        world.deliveries.add(a_delivery(an_event(document), destination))
    return owner


LISTS = [item for item in OPERATIONS if item.is_list and item.id != "getDocumentUsage"]  # one document's is one thing


@pytest.mark.parametrize("operation", LISTS, ids=lambda operation: operation.id)
def test_lists_respect_the_size_limit(
    operation: Operation, caller: Caller, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    things = two_of_everything(world)
    whole = ask(caller, operation, things).json
    monkeypatch.setattr("billhook.runtime.pages.MAX_BYTES", 1)

    part = ask(caller, operation, things).json

    assert len(whole["results"]) > 1
    assert part["results"] == whole["results"][:1]
    assert part["nextCursor"] is not None


def test_single_item_over_the_size_limit_is_returned(
    caller: Caller, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("billhook.runtime.pages.MAX_BYTES", 100)
    read(world)

    assert len(caller.get(LIST).json["results"]) == 1
