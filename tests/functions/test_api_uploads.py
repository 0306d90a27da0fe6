"""Signed forms and drops: files that pass the API by, and what becomes of them."""

import re
from base64 import b64encode
from datetime import timedelta
from hashlib import sha256
from typing import Any

import pytest

from billhook.domain.document_status import Status, StatusReason
from billhook.ports.files import PresignedPost
from billhook.ports.lists import PageRequest
from billhook.runtime.container import Container
from billhook.usecases.intake.find_orphaned_objects import FindOrphanedObjects
from billhook.usecases.maintenance.sweep import Sweep
from billhook.usecases.processing.parse_document import ParseDocument
from tests.builders import COMPANY, a_bill, a_company, a_document_text, a_site
from tests.fakes import NOW, FakeFile, World
from tests.functions.calling import Caller
from tests.usecases.pipeline import pipeline_finding

UPLOADS = f"/v2.2/job/company/{COMPANY}/upload"
DROPS = f"/v2.2/drop/company/{COMPANY}"
BILL = b"%PDF-1.7 a bill"


def landed(world: World, form: dict[str, Any], content: bytes = BILL) -> Container:
    """Store the file under the form's key, and send S3's notification to the parser."""
    stored = world.files.post(PresignedPost(form["url"], form["fields"]), content)
    world.file_opener.files[content] = FakeFile(a_document_text("Total 121.00"))
    pipeline = pipeline_finding(world, a_bill())
    pipeline.get(ParseDocument)(form["documentId"], stored.version, stored.key)
    return pipeline


def test_pending_uploads_get_a_form_each(caller: Caller, world: World) -> None:
    site = a_site()
    world.companies.add_site(site)
    files = [{"fileName": "März.pdf", "contentType": "application/pdf", "size": 30_000_000}, {"fileName": "b.tif"}]

    made = caller.post(UPLOADS, {"files": files, "siteId": site.id, "info": {"po": 7}, "notes": "n"})

    assert made.status == 201
    job, (first, second) = made.json["job"], made.json["uploads"]
    assert [first["documentId"], second["documentId"]] == job["documentIds"]
    assert first["expiresAt"] == "2026-11-20T12:15:00.000Z"
    assert first["maxBytes"] == 52_428_800
    assert first["fields"]["key"] == f"incoming/{COMPANY}/{first['documentId']}"
    assert (first["fields"]["Content-Type"], second["fields"]["Content-Type"]) == (
        "application/pdf", "application/octet-stream",
    )  # fmt: skip
    document = world.memory.documents[first["documentId"]]
    assert (document.status, document.file.file_name, document.site_id) == (Status.AWAITING_UPLOAD, "März.pdf", site.id)
    assert (document.submission.info, document.submission.notes, document.lease.due_at) == (
        {"po": 7},
        "n",
        NOW + timedelta(minutes=30),
    )
    assert caller.get(f"/v2.2/document/{document.id}").json["status"] == "AWAITING_UPLOAD"


def test_file_uploaded_by_form_is_processed(caller: Caller, world: World) -> None:
    made = caller.post(UPLOADS, {"files": [{"fileName": "a.pdf"}]}).json

    landed(world, made["uploads"][0])

    document = world.memory.documents[made["uploads"][0]["documentId"]]
    assert (document.status, document.file.content_type, document.file.size) == (
        Status.PARSED,
        "application/pdf",
        len(BILL),
    )


def test_missing_upload_is_rejected_after_15_minutes(caller: Caller, world: World) -> None:
    made = caller.post(UPLOADS, {"files": [{"fileName": "a.pdf"}]}).json
    pipeline = pipeline_finding(world, a_bill())
    world.clock.advance(timedelta(minutes=29))
    pipeline.get(Sweep)()
    assert world.parse_queue.sent == []

    world.clock.advance(timedelta(minutes=2))
    pipeline.get(Sweep)()
    pipeline.get(ParseDocument)(made["uploads"][0]["documentId"])

    document = world.memory.documents[made["uploads"][0]["documentId"]]
    assert (document.status, document.verdict.status_reason) == (Status.REJECTED, StatusReason.NEVER_UPLOADED)


def test_pending_archive_is_not_listed(caller: Caller, world: World) -> None:
    made = caller.post(UPLOADS, {"files": [{"fileName": "bills.ZIP"}, {"fileName": "a.pdf"}]}).json

    archive, bill = (upload["documentId"] for upload in made["uploads"])

    assert made["job"]["documentIds"] == [bill]
    assert caller.get(f"/v2.2/document/{archive}").status == 404
    assert [item["id"] for item in caller.get(f"/v2.2/document/company/{COMPANY}").json["results"]] == [bill]


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"files": []}, "/files"),
        ({"files": [{"fileName": "a"}] * 101}, "/files"),
        ({"files": [{"fileName": ""}]}, "/files/0/fileName"),
        ({"files": [{"fileName": "a", "size": 0}]}, "/files/0/size"),
        ({"files": [{"fileName": "a", "size": 52_428_801}]}, "/files/0/size"),
        ({"files": [{"fileName": "a", "contentType": "pdf"}]}, "/files/0/contentType"),
        ({"files": [{"fileName": "a", "contentType": "a/b\r\nX: y"}]}, "/files/0/contentType"),
        ({"files": [{"fileName": "a"}], "siteId": "019a0000-0000-7000-8000-000000000001"}, "/siteId"),
    ],
)
def test_invalid_upload_request_is_refused_with_pointer(
    caller: Caller, world: World, body: dict[str, Any], pointer: str
) -> None:
    answer = caller.post(UPLOADS, body)

    assert (answer.status, [fault["pointer"] for fault in answer.json["errors"]]) == (422, [pointer])
    assert world.memory.jobs == {}


def digest(text: str) -> str:
    return b64encode(sha256(text.encode()).digest()).decode()


def a_drop(caller: Caller, **fields: str) -> dict[str, Any]:
    made = caller.post(DROPS, fields)
    assert made.status == 201
    drop: dict[str, Any] = made.json
    return drop


def token_of(drop: dict[str, Any]) -> str:
    return str(drop["url"]).rpartition("/drop/")[2]


def test_drop_shows_its_link_once(caller: Caller, world: World) -> None:
    drop = a_drop(caller, name="The mill")

    assert drop["url"].startswith("https://a1b2c3d4e5.execute-api.eu-central-1.amazonaws.com/prod/drop/bd_")
    assert drop["expiresAt"] == "2027-02-18T12:00:00.000Z"
    listed = caller.get(DROPS).json["results"]
    assert listed == [{name: value for name, value in drop.items() if name != "url"}]
    assert caller.get(f"/v2.2/drop/{drop['id']}").json == listed[0]
    assert token_of(drop) not in repr(world.memory)


def test_drop_link_gives_a_form(caller: Caller, world: World) -> None:
    drop = a_drop(caller)

    form = caller.send("POST", f"/drop/{token_of(drop)}")
    named = caller.post(f"/drop/{token_of(drop)}", {"fileName": "../März.pdf", "contentType": "application/pdf"}).json

    assert form.status == 201
    assert form.json["fields"]["key"] == f"drop/{COMPANY}/{drop['id']}/{form.json['documentId']}"
    assert (named["fields"]["x-amz-meta-file-name"], named["fields"]["Content-Type"]) == ("März.pdf", "application/pdf")
    assert named["documentId"] != form.json["documentId"]
    assert world.memory.jobs == {}


def test_file_in_a_drop_becomes_a_job(caller: Caller, world: World) -> None:
    site = a_site()
    world.companies.add_site(site)
    drop = a_drop(caller, siteId=site.id)
    form = caller.post(f"/drop/{token_of(drop)}", {"fileName": "June.pdf"}).json

    landed(world, form)

    document = world.memory.documents[form["documentId"]]
    assert (document.status, document.file.file_name, document.site_id) == (Status.PARSED, "June.pdf", site.id)
    assert (document.submission.email, document.file.object_key) == ("anna@example.org", form["fields"]["key"])
    (job,) = caller.get(f"/v2.2/job/company/{COMPANY}").json["results"]
    assert (job["documentIds"], job["siteId"]) == ([document.id], site.id)


def test_revoked_or_expired_drop_gives_no_form(caller: Caller, world: World) -> None:
    revoked, expired = a_drop(caller), a_drop(caller)

    assert caller.delete(f"/v2.2/drop/{revoked['id']}").status == 204

    assert caller.send("POST", f"/drop/{token_of(revoked)}").status == 410
    assert caller.get(f"/v2.2/drop/{revoked['id']}").status == 404
    assert [item["id"] for item in caller.get(DROPS).json["results"]] == [expired["id"]]
    world.clock.advance(timedelta(days=90))
    assert caller.send("POST", f"/drop/{token_of(expired)}").status == 410


@pytest.mark.parametrize("token", ["nonsense", "bd_" + "A" * 36, "bh_" + "A" * 36])
def test_unknown_drop_token_is_404(caller: Caller, token: str) -> None:
    assert caller.send("POST", f"/drop/{token}").status == 404


def test_unknown_drop_token_with_valid_checksum_is_404(caller: Caller) -> None:
    from billhook.domain.drop import token_of as made_up  # noqa: PLC0415

    assert caller.send("POST", f"/drop/{made_up(bytes(32))}").status == 404


def test_drop_link_is_a_page_that_runs_only_its_own_script(caller: Caller) -> None:
    token = token_of(a_drop(caller))

    page = caller.send("GET", f"/drop/{token}", headers={"Accept-Language": "xx, de-AT;q=0.9, fr;q=0.8"})

    policy = page.headers["Content-Security-Policy"]
    (script,) = re.findall(r"<script>(.*?)</script>", page.text, re.DOTALL)
    (style,) = re.findall(r"<style>(.*?)</style>", page.text, re.DOTALL)
    assert (page.status, page.headers["Content-Type"]) == (200, "text/html; charset=utf-8")
    assert '<html lang="de">' in page.text
    assert f"script-src 'sha256-{digest(script)}';" in policy
    assert f"style-src 'sha256-{digest(style)}';" in policy
    assert not re.search(r"<(link|img|iframe)|@import|url\(|src=", page.text)
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert token not in page.text


def test_page_of_a_revoked_drop_is_410_and_of_an_unknown_one_404(caller: Caller) -> None:
    drop = a_drop(caller)
    caller.delete(f"/v2.2/drop/{drop['id']}")

    closed, unknown = caller.get(f"/drop/{token_of(drop)}"), caller.get("/drop/nonsense")

    assert (closed.status, "This link is closed." in closed.text) == (410, True)
    assert (unknown.status, "This link is not valid." in unknown.text) == (404, True)
    assert "<script" not in closed.text + unknown.text


def test_drop_of_deleted_company_is_404(caller: Caller, world: World) -> None:
    drop = a_drop(caller)
    world.memory.companies[COMPANY] = a_company(deleted=NOW)

    assert caller.send("POST", f"/drop/{token_of(drop)}").status == 410


def test_drop_with_foreign_site_is_unknown_reference(caller: Caller) -> None:
    answer = caller.post(DROPS, {"siteId": "019a0000-0000-7000-8000-000000000001"})

    assert (answer.status, answer.code) == (422, "unknown-reference")
    assert caller.get(DROPS).json["results"] == []


def test_orphan_recovers_its_rows_from_metadata(world: World) -> None:
    world.companies.add(a_company())
    document, job = "019a0000-0000-7000-8000-00000000d001", "019a0000-0000-7000-8000-00000000e001"
    metadata = {"company": COMPANY, "document": document, "job": job, "file-name": "June.pdf"}
    stored = world.files.land(f"incoming/{COMPANY}/{document}", BILL, metadata=metadata)
    world.file_opener.files[BILL] = FakeFile(a_document_text("Total 121.00"))

    pipeline_finding(world, a_bill()).get(ParseDocument)(document, stored.version, stored.key)  # type: ignore[arg-type]

    found = world.memory.documents[document]
    assert (found.status, found.file.file_name, found.job_id) == (Status.PARSED, "June.pdf", job)
    assert world.memory.jobs[job].company_id == COMPANY


@pytest.mark.parametrize(
    "metadata", [{}, {"company": "somebody", "document": "else"}, {"company": COMPANY, "document": "else"}]
)
def test_orphan_without_metadata_is_rejected(world: World, metadata: dict[str, str]) -> None:
    world.companies.add(a_company())
    stored = world.files.land(f"incoming/{COMPANY}/put-by-hand.pdf", BILL, metadata=metadata)
    document = "019a0000-0000-7000-8000-00000000d002"

    pipeline_finding(world, a_bill()).get(ParseDocument)(document, stored.version, stored.key)  # type: ignore[arg-type]

    (shown,) = world.documents.page(COMPANY, PageRequest()).items
    assert (shown.id, shown.status, shown.verdict.status_reason) == (document, Status.REJECTED, StatusReason.UNSAFE)


def test_orphan_of_unknown_company_is_ignored(world: World) -> None:
    stored = world.files.land("incoming/019a0000-0000-7000-8000-000000000009/x", BILL)

    pipeline_finding(world, a_bill()).get(ParseDocument)("x", stored.version, stored.key)  # type: ignore[arg-type]

    assert world.memory.documents == {}


def test_bucket_scan_finds_orphans(world: World) -> None:
    keys = [f"incoming/{COMPANY}/019a0000-0000-7000-8000-{number:012x}" for number in range(150)]
    for key in keys:
        world.files.land(key, BILL)
    world.files.written[keys[120]] = NOW + timedelta(minutes=9)
    world.clock.advance(timedelta(minutes=10))
    pipeline = pipeline_finding(world, a_bill())

    found = [pipeline.get(FindOrphanedObjects)() for _ in range(3)]

    assert found == [100, 49, 100]
    assert world.parse_queue.messages[0] == {"documentId": keys[0].rpartition("/")[2], "objectKey": keys[0]}
