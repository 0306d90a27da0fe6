"""Documents through the API: what is asked, what is answered, with which status and headers."""

import json
from decimal import Decimal
from typing import Any

import pytest

from billhook.domain.bill import Evidence
from billhook.domain.document import Document
from billhook.domain.document_text import Box
from tests.builders import a_site, a_usage, an_id
from tests.fakes import World
from tests.functions.calling import Answer, Caller, pointers
from tests.functions.documents import LIST, NEW
from tests.usecases.stored_documents import a_sound_bill, now, read

SEEN = {"If-Match": '"1"'}
PROOF = Evidence(page=1, box=Box(0.1, 0.1, 0.2, 0.2), text="as printed", confidence=0.9)


def patch(caller: Caller, document: Document, body: Any, headers: dict[str, str] | None = None) -> Answer:
    return write(caller, "PATCH", f"/v2.2/document/{document.id}", body, SEEN if headers is None else headers)


def write(caller: Caller, method: str, path: str, body: Any, headers: dict[str, str] | None = None) -> Answer:
    sent = {"Content-Type": "application/json", **(headers or {})}
    return caller.send(method, path, body=json.dumps(body).encode(), headers=sent)


def test_document_etag_is_its_version(caller: Caller, world: World) -> None:
    document = read(world, version=3, content_id="3-1")

    assert caller.get(f"/v2.2/document/{document.id}").headers["ETag"] == '"3"'


def test_correction_returns_the_complete_document(caller: Caller, world: World) -> None:
    document = read(world)

    answer = patch(caller, document, {"invoiceId": " A-1 ", "totalCharges": "121.00", "info": {"po": 7}, "notes": "n"})

    assert (answer.status, answer.headers["ETag"]) == (200, '"2"')
    body = answer.json
    assert (body["version"], body["invoiceId"], body["info"], body["notes"]) == (2, "A-1", {"po": 7}, "n")
    assert caller.get(f"/v2.2/document/{document.id}").json == body


@pytest.mark.parametrize(
    ("headers", "status", "code"),
    [
        ({}, 428, "version-required"),
        ({"If-Match": ""}, 428, "version-required"),
        ({"If-Match": '"2"'}, 412, "outdated"),
        ({"If-Match": 'W/"1"'}, 412, "outdated"),
        ({"If-Match": '"2", "3"'}, 412, "outdated"),
        ({"If-Match": '"2", "1"'}, 200, ""),
        ({"If-Match": "*"}, 200, ""),
        ({"if-match": '"1"'}, 200, ""),
        ({"If-Match": "1"}, 200, ""),
    ],
)
def test_correction_checks_if_match(
    caller: Caller, world: World, headers: dict[str, str], status: int, code: str
) -> None:
    answer = patch(caller, read(world), {"notes": "n"}, headers)

    assert answer.status == status
    assert not code or answer.code == code


def test_correction_null_removes_and_other_fields_stay(caller: Caller, world: World) -> None:
    evidence = {"dueDate": PROOF, "totalCharges": PROOF}
    document = read(world, a_sound_bill(evidence=evidence), notes="old")

    body = patch(caller, document, {"dueDate": None}).json

    assert (body["dueDate"], body["totalCharges"], body["notes"]) == (None, "121.00", "old")
    assert list(body["evidence"]) == ["totalCharges"]


def test_correction_addresses_entries_by_id(caller: Caller, world: World) -> None:
    bill = a_sound_bill(
        usage_data=(a_usage(), a_usage(usage=Decimal(70), tariff="night")), evidence={"usageData/1/usage": PROOF}
    )
    document = read(world, bill)
    shown = caller.get(f"/v2.2/document/{document.id}").json
    second, line = shown["usageData"][1]["id"], shown["lineItems"][0]["id"]

    body = patch(
        caller,
        document,
        {"usageData": [{"id": second, "usageUnits": "MWh"}, {"usage": "5"}], "lineItems": [{"id": line}]},
    ).json

    usages = [(usage["usage"], usage["usageUnits"], usage["tariff"]) for usage in body["usageData"]]
    assert usages == [("70", "MWh", "night"), ("5", None, None)]
    assert [line_item["description"] for line_item in body["lineItems"]] == ["Energy"]
    assert list(body["evidence"]) == ["usageData/0/usage"]


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"totalCharges": 1.5}, "/totalCharges"),
        ({"totalCharges": "1,50"}, "/totalCharges"),
        ({"totalCharges": "1.505"}, "/totalCharges"),
        ({"totalCharges": "-"}, "/totalCharges"),
        ({"totalCharges": "١٢"}, "/totalCharges"),
        ({"totalCharges": True}, "/totalCharges"),
        ({"chargesUnits": "euro"}, "/chargesUnits"),
        ({"billDate": "31.10.2026"}, "/billDate"),
        ({"usageData": None}, "/usageData"),
        ({"usageData": [{"usage": "1e5"}]}, "/usageData/0/usage"),
        ({"usageData": [{"id": "019a:0"}]}, "/usageData/0/id"),
        ({"usageData": [{"datasourceType": "STEAM"}]}, "/usageData/0/datasourceType"),
        ({"lineItems": [{}, {"id": "x"}]}, "/lineItems/1/id"),
        ({"isFlagged": "perhaps"}, "/isFlagged"),
        ({"notes": "x" * 1_001}, "/notes"),
        ({"siteId": "019a0000-ffff-7fff-8000-0000deadbeef"}, "/siteId"),
        ({"revisedDocumentId": "x"}, "/revisedDocumentId"),
    ],
)
def test_invalid_correction_is_refused_with_pointer(caller: Caller, world: World, body: Any, pointer: str) -> None:
    document = read(world)

    assert pointers(patch(caller, document, body)) == [pointer]
    assert now(world, document) == document


def test_correction_of_unknown_entry_has_a_pointer(caller: Caller, world: World) -> None:
    document = read(world)

    for number in ("1", "99", "100000", "-1", "٠"):
        answer = patch(caller, document, {"usageData": [{"id": f"{document.id}:{number}"}]})
        assert pointers(answer) == ["/usageData/0/id"]


def test_correction_accepts_whole_numbers_as_amounts(caller: Caller, world: World) -> None:
    assert patch(caller, read(world), {"totalCharges": 121}).json["totalCharges"] == "121.00"


def test_document_of_an_old_version_is_returned(caller: Caller, world: World) -> None:
    document = read(world, notes="first")
    patch(caller, document, {"notes": "second", "invoiceId": "A-1"})
    path = f"/v2.2/document/{document.id}"

    old = caller.get(path, version="1")

    assert (old.headers["ETag"], old.json["notes"], old.json["invoiceId"], old.json["version"]) == (
        '"1"', "first", None, 1,
    )  # fmt: skip
    assert caller.get(path, version="2").json == caller.get(path).json
    assert caller.get(path, version="3").status == 404
    assert [pointers(caller.get(path, version=text)) for text in ("0", "-1", "x", "1.5", "9" * 30)] == [["version"]] * 5


def test_version_list_has_origins(caller: Caller, world: World) -> None:
    document = read(world)
    patch(caller, document, {"notes": "n"})
    entered = caller.post(LIST, NEW).json

    versions = caller.get(f"/v2.2/document/{document.id}/version").json["results"]
    first = caller.get(f"/v2.2/document/{document.id}/version", limit="1").json

    assert [(version["version"], version["origin"], version["changedBy"]) for version in versions] == [
        (2, "CORRECTED", "anna@example.org"), (1, "READ", None),
    ]  # fmt: skip
    assert [item["version"] for item in first["results"]] == [2]
    rest = caller.get(f"/v2.2/document/{document.id}/version", cursor=first["nextCursor"]).json
    assert [item["version"] for item in rest["results"]] == [1]
    of_entered = caller.get(f"/v2.2/document/{entered['id']}/version").json["results"]
    assert [item["origin"] for item in of_entered] == ["ENTERED"]


def test_document_can_be_entered_without_a_file(caller: Caller, world: World) -> None:
    site = a_site()
    world.companies.add_site(site)
    line = {"description": "Energy", "totalCharge": "10.00", "chargeType": "CONSUMPTION", "rate": "0.25"}
    usage = {"startDate": "2026-10-01", "endDate": "2026-10-31", "usage": "40", "usageUnits": "kWh",
             "datasourceType": "ELECTRICITY", "identifiers": [{"type": "METER", "value": "M-1"}]}  # fmt: skip

    answer = caller.post(LIST, NEW | {"siteId": site.id, "lineItems": [line], "usageData": [usage], "fileName": "note"})

    body = answer.json
    assert (answer.status, answer.headers["ETag"]) == (201, '"1"')
    assert answer.headers["Location"].endswith(f"/v2.2/document/{body['id']}")
    assert (body["sourceType"], body["status"], body["jobId"], body["url"], body["email"], body["fileName"]) == (
        "MANUAL", "PARSED", None, None, "anna@example.org", "note",
    )  # fmt: skip
    assert body["usageData"][0]["identifiers"] == [{"type": "METER", "value": "M-1"}]
    assert body["lineItems"][0]["rate"] == "0.25"
    assert caller.get(LIST).json["results"][0]["id"] == body["id"]


@pytest.mark.parametrize("missing", ["billDate", "chargesUnits"])
def test_entered_document_needs_the_required_fields(caller: Caller, world: World, missing: str) -> None:
    answer = caller.post(LIST, {name: value for name, value in NEW.items() if name != missing})

    assert pointers(answer) == [f"/{missing}"]
    assert world.memory.documents == {}


def test_reprocess_is_accepted(caller: Caller, world: World) -> None:
    document = read(world)

    answer = caller.send("POST", f"/v2.2/document/{document.id}/reprocess")

    assert (answer.status, answer.json["status"], answer.json["version"]) == (202, "PROCESSING", 1)
    assert answer.json["totalCharges"] == "121.00"
    again = caller.send("POST", f"/v2.2/document/{document.id}/reprocess")
    assert (again.status, again.code) == (409, "conflict")
    assert patch(caller, document, {"notes": "n"}).status == 409


def test_deleted_document_is_404(caller: Caller, world: World) -> None:
    document = read(world)
    path = f"/v2.2/document/{document.id}"
    link = caller.get(path).json["url"].removeprefix("https://")

    assert (caller.delete(path).status, caller.delete(path).status) == (204, 404)

    absent = caller.get(f"/v2.2/document/{an_id()}")
    assert caller.get(path) == absent
    assert patch(caller, document, {"notes": "n"}).status == 404
    assert caller.get(LIST).json["results"] == []
    query = dict(part.split("=") for part in link.partition("?")[2].split("&"))
    assert caller.get(f"/file/{document.id}", **query).status == 410


def test_correction_repeated_with_key_is_applied_once(caller: Caller, world: World) -> None:
    document = read(world)

    answers = [patch(caller, document, {"notes": "n"}, SEEN | {"Idempotency-Key": "k"}) for _ in range(2)]

    assert [answer.status for answer in answers] == [200, 200]
    assert answers[0].json == answers[1].json
    assert now(world, document).version == 2
