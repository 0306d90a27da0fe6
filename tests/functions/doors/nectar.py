"""Nectar's documents: the upload of documents, and the event ``document.updated.v2``."""

import json
from typing import Any

from billhook.domain.currency import CODES
from tests.builders import COMPANY, a_destination, a_site
from tests.functions.calling import Answer, Caller, form_body
from tests.functions.doors.authorization import accepted
from tests.functions.doors.sample import BILL, FULL, NULLS, NUMBERS, OTHER, SECOND
from tests.functions.doors.table import Table
from tests.functions.one_bill import handle_messages

_JOBS = f"/v2.2/job/company/{COMPANY}"
_HEAD = {
    "billDate": "date",
    "chargesUnits": "one of 168 currency codes",
    "company": "uuid",
    "usageData": "list of object",
    "lineItems": "list of object",
    "updated": "date-time",
    "fileName": "text or null",
    "email": "email or null",
    "jobId": "text or null",
    "notes": "text or null",
    "dueDate": "date or null",
    "totalCharges": "money",
    "sourceType": "INVOICE or SMART_METER or MANUAL",
    "isFlagged": "boolean",
    "invoiceId": "text or null",
    "previousCloseBalance": "money or null",
    "afterPreviousTotalPayment": "money or null; 0 if absent",
    "afterPreviousCharges": "money or null; 0 if absent",
    "afterPreviousCredits": "money or null; 0 if absent",
    "currentOpenBalance": "money",
    "currentCharges": "money or null",
    "credits": "money or null",
    "taxCharges": "money or null",
    "interestCharges": "money",
    "electricitySupplyCharges": "money or null",
    "electricityDeliveryCharges": "money or null",
    "electricityDemandCharges": "money or null",
    "gasSupplyCharges": "money or null",
    "gasDeliveryCharges": "money or null",
}
_TEXT, _FLAG = "text or null", "boolean or null"
"""The source shows usage entries and line items by a sample only, which does not state what may be null."""

_USAGE = {
    "startDate": "date or null",
    "endDate": "date or null",
    "updated": "date-time",
    **dict.fromkeys(("isEstimated", "isImplied", "exclusion"), "boolean"),
    **dict.fromkeys(("tariff", "supplierName", "utilityName", "country"), _TEXT),
    **dict.fromkeys(("multiplierDescription", "multiplier2Description", *NUMBERS), _TEXT),
}
_LINE = {
    **dict.fromkeys(("rate", "totalCharge", "description", "quantity", "quantityUnits", "chargeType"), _TEXT),
    **dict.fromkeys(("multipliers", "accountIds"), "list of text or empty list"),
    **dict.fromkeys(("electricityChargeType", "electricityTimeOfUse", "gasChargeType", "billingPeriod"), _TEXT),
    "electricityIsDemand": _FLAG,
}


def nectar(caller: Caller) -> list[Table]:
    """Upload, correct, enter and list as Nectar's clients do."""
    return [_event(caller), _upload(caller)]


def _event(caller: Caller) -> Table:
    table, world = Table("Nectar: `document.updated.v2`"), caller.world
    world.destinations.add(a_destination())
    job = caller.post_form(_JOBS, form_body(("bill.pdf", BILL))).json
    handle_messages(world)
    document = job["documentIds"][0]
    by_hand = caller.post(f"/v2.2/document/company/{COMPANY}", FULL).json
    handle_messages(world)
    full = _updated(caller, document, FULL)
    _updated(caller, by_hand["id"], FULL)
    bare = _updated(caller, by_hand["id"], NULLS)
    table.expect("event", "type", "document.updated.v2", full["type"])
    for name, kind in _HEAD.items():
        if name == "chargesUnits":
            table.expect("field", name, kind, f"one of {_accepted(caller)} currency codes")
        else:
            table.field(name, kind, full[name], *([bare[name]] if name not in ("usageData", "lineItems") else []))
    for name, kind in _USAGE.items():
        table.field(f"usageData[].{name}", kind, full["usageData"][0][name], bare["usageData"][0][name])
    for name, kind in _LINE.items():
        table.field(f"lineItems[].{name}", kind, full["lineItems"][0][name], bare["lineItems"][0][name])
    table.expect("event", "updated before created", "never", _events_without_created(caller))
    table.expect(
        "event", "updated without billDate, chargesUnits or totalCharges", "never", _incomplete(caller, by_hand)
    )
    return table


def _updated(caller: Caller, document_id: str, body: dict[str, Any]) -> dict[str, Any]:
    """The body of the last event after a correction."""
    path = f"/v2.2/document/{document_id}"
    version = caller.get(path).headers["ETag"]
    headers = {"If-Match": version, "content-type": "application/json"}
    answer = caller.send("PATCH", path, body=json.dumps(body).encode(), headers=headers)
    assert answer.status == 200, answer.text
    handle_messages(caller.world)
    event: dict[str, Any] = json.loads(caller.world.http_client.posted[-1].body)
    return event


def _accepted(caller: Caller) -> int:
    """How many currency codes a document may have."""
    path = f"/v2.2/document/company/{COMPANY}"
    codes = [*CODES, "QQQ", "usd"]
    return sum(caller.post(path, {"billDate": "2026-10-31", "chargesUnits": code}).status == 201 for code in codes)


def _events_without_created(caller: Caller) -> str:
    created: set[str] = set()
    for posted in caller.world.http_client.posted:
        body = json.loads(posted.body)
        if body["type"] == "document.created.v2":
            created.add(body["id"])
        elif body["type"] == "document.updated.v2" and body["id"] not in created:
            return "sometimes"
    return "never"


def _incomplete(caller: Caller, document: dict[str, Any]) -> str:
    names = ("billDate", "chargesUnits", "totalCharges")
    kinds = {_updated(caller, document["id"], {name: None})["type"] for name in names}
    return "never" if "document.updated.v2" not in kinds else "sometimes"


def _upload(caller: Caller) -> Table:
    table, world = Table("Nectar: upload of documents"), caller.world
    site = a_site()
    world.companies.add_site(site)
    urls = [f"https://storage.example.org/{name}.pdf" for name in ("first", "second", "no-bill")]
    for url, content in zip(urls, (SECOND, BILL, OTHER), strict=True):
        world.fetcher.files[url] = (content, None)
    bulk = caller.post(f"{_JOBS}/bulk", {"documents": urls, "siteId": site.id, "allowDuplicate": False})
    table.field("documents (request)", "list of https URL", urls)
    table.expect("field", "siteId (request)", "optional uuid", _optional_site(caller, bulk, site.id))
    table.expect("field", "X-API-Key (header)", "accepted", accepted(caller, "X-API-Key"))
    table.expect("status", "bulk: accepted", "job ID", "job ID" if bulk.json["id"] else "none")
    table.expect("status", "job: queued or in progress", "PENDING", bulk.json["status"])
    handle_messages(world)
    done = caller.get(f"/v2.2/job/{bulk.json['id']}").json
    table.expect("status", "job: finished", "COMPLETED", done["status"])
    for name in ("parsedDocumentIds", "duplicateDocumentIds", "nonUtilityDocumentIds"):
        table.field(name, "list of uuid", done[name])
    _documents(caller, table, done["parsedDocumentIds"])
    table.expect("field", "duplicates", "count of duplicateDocumentIds", _count(done))
    table.field("terminationReason", "text or null; text if applicable", done["terminationReason"])
    form = caller.post_form(_JOBS, form_body(("bill.pdf", b"no file"), siteId=site.id))
    table.expect("field", "document, siteId (form)", "accepted", _word(form))
    handle_messages(world)
    failed = caller.get(f"/v2.2/job/{form.json['id']}").json
    table.expect("status", "job: failed", "FAILED", failed["status"])
    table.field("terminationReason of a failed job", "text", failed["terminationReason"])
    listed = caller.get(_JOBS).json["results"]
    known = {done["id"], failed["id"]} <= {job["id"] for job in listed}
    table.expect("status", "list of a company's jobs", "has its jobs", "has its jobs" if known else "lacks some")
    _errors(caller, table)
    for name, content in _FORMATS.items():
        answer = caller.post_form(_JOBS, form_body((name, content)))
        table.expect("status", f"format {name.rpartition('.')[2]}", "accepted", _word(answer))
    _deletion(caller, table)
    return table


def _documents(caller: Caller, table: Table, ids: list[str]) -> None:
    """How processed documents are announced and found."""
    listed = {document["id"] for document in caller.get(f"/v2.2/document/company/{COMPANY}").json["results"]}
    table.expect("status", "documents in /document/", "listed", "listed" if listed >= set(ids) else "absent")
    bodies = [json.loads(posted.body) for posted in caller.world.http_client.posted]
    created = {body["id"] for body in bodies if body["type"] == "document.created.v2"}
    here = "for each document" if created >= set(ids) else "for some"
    table.expect("event", "document.created.v2", "for each document", here)


_FORMATS = {"a.pdf": BILL, "a.png": b"\x89PNG\r\n\x1a\n", "a.jpg": b"\xff\xd8\xff\xe0", "a.jpeg": b"\xff\xd8\xff\xe0"}


def _word(answer: Answer) -> str:
    return "accepted" if answer.status == 201 else str(answer.status)


def _optional_site(caller: Caller, with_site: Answer, site_id: str) -> str:
    without = caller.post(f"{_JOBS}/bulk", {"documents": ["https://storage.example.org/a.pdf"]})
    is_optional = without.status == 201 and with_site.json["siteId"] == site_id
    return "optional uuid" if is_optional else "something else"


def _count(job: dict[str, Any]) -> str:
    is_count = job["duplicates"] == len(job["duplicateDocumentIds"]) > 0
    return "count of duplicateDocumentIds" if is_count else str(job["duplicates"])


def _errors(caller: Caller, table: Table) -> None:
    plain = caller.post(f"{_JOBS}/bulk", {"documents": ["http://storage.example.org/a.pdf"]})
    table.expect("error", "a URL that does not start with https://", "refused", _refused(plain, "/documents/0"))
    absent = caller.post(f"{_JOBS}/bulk", {})
    table.expect("error", "no documents", "refused", _refused(absent, "/documents"))


def _refused(answer: Answer, pointer: str) -> str:
    is_refused = answer.status == 422 and answer.json["errors"][0]["pointer"] == pointer
    return "refused" if is_refused else str(answer.status)


def _deletion(caller: Caller, table: Table) -> None:
    document = caller.get(f"/v2.2/document/company/{COMPANY}").json["results"][0]["id"]
    caller.delete(f"/v2.2/company/{COMPANY}")
    gone = caller.get(f"/v2.2/document/{document}").status
    caller.send("POST", f"/v2.2/company/{COMPANY}/restore")
    back = caller.get(f"/v2.2/document/{document}").status
    here = "soft-deletes its documents" if (gone, back) == (404, 200) else f"{gone}, {back}"
    table.expect("status", "deleting the company", "soft-deletes its documents", here)
