"""Aurora's document: utility bills of a project."""

from datetime import timedelta
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from tests.builders import COMPANY, a_site
from tests.functions.calling import Answer, Caller, form_body
from tests.functions.doors.authorization import accepted
from tests.functions.doors.sample import BILL, SECOND
from tests.functions.doors.table import Table
from tests.functions.one_bill import handle_messages

_TENANT = f"/tenants/{COMPANY}"
_EVENT = "utility_bill_upload_job_completed"
_NAMES = ("job_id", "utility_bill_id", "project_id", "status")
_TEMPLATE = "https://hooks.example.org/done?" + "&".join(f"{name}={{{name}}}" for name in _NAMES)
_FORMATS = {
    "PDF": b"%PDF-1.7 again",
    "JPG": b"\xff\xd8\xff\xe0",
    "JPEG": b"\xff\xd8\xff\xe0 jpeg",
    "PNG": b"\x89PNG\r\n\x1a\n",
    "GIF": b"GIF89a",
    "WEBP": b"RIFF\0\0\0\0WEBP",
}


def aurora(caller: Caller) -> list[Table]:
    """Upload, subscribe, list and retrieve as Aurora's clients do."""
    table, site = Table("Aurora: utility bills"), a_site()
    caller.world.companies.add_site(site)
    handle_messages(caller.world)
    project = f"{_TENANT}/projects/{site.id}"
    hook = {"event": _EVENT, "url_template": _TEMPLATE, "enabled": True}
    made = caller.post(f"{_TENANT}/webhooks", {"webhook": hook})
    table.expect("event", "subscription", _EVENT, made.json["webhook"]["event"])
    table.expect("field", "Authorization (header)", "accepted", accepted(caller, "Authorization", "Bearer {key}"))
    first = _run(caller, project, BILL)
    for name in ("job_id", "utility_bill_id"):
        table.field(f"run: {name}", "text", first.json.get(name))
    table.expect("status", "run", "stores the file before it answers", _stored(caller, first))
    pending = caller.get(f"{project}/utility_bill_upload/status", job_id=first.json["job_id"]).json
    table.field("status: status before the end", "pending; the source names final ones only", pending["status"])
    handle_messages(caller.world)
    done = caller.get(f"{project}/utility_bill_upload/status", job_id=first.json["job_id"]).json
    table.expect("status", "status: status after the parse", "succeeded", done["status"])
    _callbacks(caller, table, project, site.id)
    _bills(caller, table, project, first.json["utility_bill_id"])
    _last_parse(caller, table, project)
    for name, content in _FORMATS.items():
        table.expect("status", f"format {name}", "accepted", _word(_run(caller, project, content)))
    large = _run(caller, project, b"%PDF-1.7 " + bytes(4_600_000))
    table.expect("error", "a file above the maximum size", "422", large.status, reason="the maximum is 4,600,000 bytes")
    return [table]


def _run(caller: Caller, project: str, content: bytes) -> Answer:
    headers = {"Content-Disposition": 'attachment; filename="bill.pdf"'}
    return caller.send("POST", f"{project}/utility_bill_upload/run", body=content, headers=headers)


def _stored(caller: Caller, answer: Answer) -> str:
    document = caller.world.documents.get(answer.json["utility_bill_id"])
    is_stored = document and (document.file.file_name, caller.world.files.get(str(document.file.object_key)))
    return "stores the file before it answers" if is_stored == ("bill.pdf", BILL) else "stores it later"


def _word(answer: Answer) -> str:
    return "accepted" if answer.status == 202 else str(answer.status)


def _called(caller: Caller) -> list[dict[str, str]]:
    """The queries of the callbacks, in order."""
    posted = [item for item in caller.world.http_client.posted if "hooks.example.org/done" in item.url]
    return [dict(parse_qsl(urlsplit(item.url).query)) for item in posted]


def _callbacks(caller: Caller, table: Table, project: str, site_id: str) -> None:
    (first,) = _called(caller)
    for name in _NAMES[:-1]:
        table.field(f"webhook: {name}", "text", first.get(name))
    table.expect("event", "webhook: project_id", "the project", "the project" if first["project_id"] == site_id else "")
    table.expect("event", "webhook of a parsed bill", "succeeded", first["status"])
    _run(caller, project, b"%PDF-1.7 broken")
    handle_messages(caller.world)
    table.expect("event", "webhook of a bill that cannot be parsed", "failed", _called(caller)[-1]["status"])
    caller.post_form(f"/v2.2/job/company/{COMPANY}", form_body(("bill.pdf", SECOND), siteId=site_id))
    before = len(_called(caller))
    handle_messages(caller.world)
    here = "called too" if len(_called(caller)) == before + 1 else "not called"
    table.expect("event", "webhook of a bill that was handed in elsewhere", "called too", here)


def _bills(caller: Caller, table: Table, project: str, bill_id: str) -> None:
    bills = caller.get(f"{project}/utility_bills").json["utility_bills"]
    every = "every bill ever uploaded" if len(bills) == 3 else f"{len(bills)} of 3"
    table.expect("status", "list of bills", "every bill ever uploaded", every)
    table.expect(
        "status", "list of bills: file_url", "new for each request", _fresh(caller, f"{project}/utility_bills")
    )
    bill = caller.get(f"{project}/utility_bills/{bill_id}").json
    table.field("retrieve: file_url", "https URL", bill["file_url"])
    table.expect(
        "status", "retrieve: file_url", "new for each request", _fresh(caller, f"{project}/utility_bills/{bill_id}")
    )
    table.expect("status", "file_url expires", "after 24 hours", _expiry(caller, bill["file_url"]))


def _fresh(caller: Caller, path: str) -> str:
    first = caller.get(path).text
    caller.world.clock.advance(timedelta(seconds=1))
    return "new for each request" if caller.get(path).text != first else "the same"


def _expiry(caller: Caller, link: str) -> str:
    parts = urlsplit(link)
    path, query = "/file/" + parts.path.rpartition("/")[2], dict(parse_qsl(parts.query))
    day = timedelta(hours=24)
    caller.world.clock.advance(day - timedelta(minutes=1))
    before = caller.get(path, **query).status
    caller.world.clock.advance(timedelta(minutes=2))
    after = caller.get(path, **query).status
    return "after 24 hours" if (before, after) == (302, 410) else f"{before}, {after}"


def _last_parse(caller: Caller, table: Table, project: str) -> None:
    bills: list[dict[str, Any]] = caller.get(f"{project}/utility_bills").json["utility_bills"]
    parsed = [bill for bill in bills if bill["status"] == "succeeded"]
    latest = max(parsed, key=lambda bill: str(bill["parsed_at"]))
    active = [bill["id"] for bill in bills if bill["is_active"]]
    here = "the most recently parsed" if active == [latest["id"]] else "another"
    table.expect("status", "active bill of a project", "the most recently parsed", here)
