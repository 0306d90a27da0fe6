"""The Invofox door: imports of files, zips and URLs; every bad request is 400; files and imports can be looked up."""

import json
from typing import Any

import pytest
import urllib3

from billhook.domain.document import Document
from billhook.domain.document_status import Status, StatusReason
from billhook.domain.ids import CompanyId, DocumentId
from billhook.usecases.processing.unpack_archive import UnpackArchive
from tests.adapters.archives import SYMLINK_MODE, a_raw_zip, a_zip
from tests.builders import ACCOUNT, COMPANY, a_company, a_document, a_final_document, a_job, a_key, a_site, an_id
from tests.fakes import NOW, World
from tests.functions.calling import Answer, Caller
from tests.usecases.wiring import wired

UPLOADS = "/v1/ingest/uploads"
PDF = b"%PDF-1.7 a bill"


def upload(caller: Caller, *files: tuple[str, bytes], info: Any = None, urls: tuple[str, ...] = ()) -> Answer:
    metadata = {"company": COMPANY} if info is None else info
    parts: list[Any] = [("files", file) for file in files]
    parts += [("urls", url) for url in urls]
    parts += [("info", json.dumps(metadata))] if metadata != "" else []
    body, kind = urllib3.encode_multipart_formdata(parts)
    return caller.send("POST", UPLOADS, body=body, headers={"content-type": kind})


def stored(world: World, file_id: str) -> Document:
    return world.memory.documents[file_id]


def test_invofox_files_become_one_import(caller: Caller, world: World) -> None:
    made = upload(caller, ("Factură ț.pdf", PDF), ("b.png", b"\x89PNG\r\n\x1a\n"), ("請求書.tif", b"II*\0"))

    assert made.status == 201
    (job,) = world.memory.jobs.values()
    first, second, third = made.json["files"]
    assert made.json == {
        "accountId": ACCOUNT, "environmentId": COMPANY, "importId": job.id, "files": [first, second, third],
    }  # fmt: skip
    assert first == {"filename": "Factură ț.pdf", "id": first["id"], "documentId": first["id"]}
    assert third["filename"] == "請求書.tif"
    assert stored(world, third["id"]).file.content_type == "image/tiff"
    assert world.files.get(f"incoming/{COMPANY}/{first['id']}") == PDF


def test_invofox_metadata_of_all_and_each_is_merged(caller: Caller, world: World) -> None:
    info = [
        {"company": COMPANY, "type": "bill", "clientData": {"batch": 7}, "useSplitter": True},
        {"_filename": "b.pdf", "clientData": {"row": 2}, "data": {"total": "1.00"}},
    ]

    first, second = upload(caller, ("a.pdf", PDF), ("b.pdf", PDF), info=info).json["files"]

    assert stored(world, first["id"]).submission.info == {
        "type": "bill",
        "clientData": {"batch": 7},
        "useSplitter": True,
    }
    assert stored(world, second["id"]).submission.info == {
        "type": "bill", "clientData": {"row": 2}, "data": {"total": "1.00"}, "useSplitter": True,
    }  # fmt: skip
    assert caller.get(f"/v1/ingest/files/{second['id']}").json["clientData"] == {"row": 2}


def test_invofox_import_can_have_a_site(caller: Caller, world: World) -> None:
    site = a_site()
    world.companies.add_site(site)

    made = upload(caller, ("a.pdf", PDF), info={"company": COMPANY, "siteId": site.id}).json

    document = stored(world, made["files"][0]["id"])
    assert (document.site_id, document.submission.info) == (site.id, None)
    assert caller.get(f"/tenants/{COMPANY}/projects/{site.id}/utility_bills/{document.id}").status == 200


def test_invofox_import_with_foreign_site_is_400(caller: Caller, world: World) -> None:
    foreign_site, own_site = a_site(company_id=CompanyId(an_id())), a_site()
    world.companies.add_site(foreign_site)
    world.companies.add_site(own_site)

    answers = [
        upload(caller, ("a.pdf", PDF), info={"company": COMPANY, "siteId": site})
        for site in (foreign_site.id, an_id(), "x")
    ]
    two = upload(
        caller, ("a.pdf", PDF), info=[{"company": COMPANY, "siteId": own_site.id}, {"siteId": foreign_site.id}]
    )

    assert {(answer.status, answer.text) for answer in answers} == {(400, answers[0].text)}
    assert answers[0].code == "unknown-reference"
    assert [answer.json["errors"][0]["pointer"] for answer in (*answers, two)] == ["/info/siteId"] * 4
    assert world.memory.jobs == {}


def test_invofox_client_data_can_be_per_file(caller: Caller, world: World) -> None:
    entries = [{"_filename": "a.pdf", "row": 1}, {"_filename": "b.pdf", "row": 2}]

    files = upload(caller, ("a.pdf", PDF), ("b.pdf", PDF), info={"company": COMPANY, "clientData": entries}).json

    kept = [stored(world, file["id"]).submission.info for file in files["files"]]
    assert kept == [{"clientData": {"row": 1}}, {"clientData": {"row": 2}}]


def test_invofox_files_and_urls_become_one_import(caller: Caller, world: World) -> None:
    urls = ("https://files.example.org/c.pdf", '["https://files.example.org/d.zip"]')

    made = upload(caller, ("a.pdf", PDF), urls=urls).json

    assert [(file["filename"], file["documentId"] is None) for file in made["files"]] == [
        ("a.pdf", False), ("c.pdf", False), ("d.zip", True),
    ]  # fmt: skip
    assert len(world.memory.jobs) == 1
    assert world.fetch_queue.messages == [{"documentId": file["id"]} for file in made["files"][1:]]


def test_invofox_zip_is_the_parent_of_its_files(caller: Caller, world: World) -> None:
    content = a_raw_zip({"name": b"a.pdf", "data": PDF}, {"name": b"b.pdf", "mode": SYMLINK_MODE})
    made = upload(caller, ("bills.zip", content), info={"company": COMPANY, "clientData": {"batch": 7}}).json
    (archive,) = made["files"]
    assert archive["documentId"] is None

    wired(world).get(UnpackArchive)(DocumentId(archive["id"]))

    shown = caller.get(f"/v1/ingest/files/{archive['id']}").json
    assert (shown["compressed"], shown["documentIds"], shown["status"]) == (True, [], "processed")
    children = {file["filename"]: caller.get(f"/v1/ingest/files/{file['id']}").json for file in shown["files"]}
    good, bad = children["a.pdf"], children["b.pdf"]
    assert {good["parentFileId"], bad["parentFileId"]} == {archive["id"]}
    assert (good["status"], good["documentIds"], good["error"]) == ("processing", [good["id"]], None)
    assert (bad["status"], bad["error"], bad["clientData"]) == ("rejected", "ERR_UNSAFE", {"batch": 7})
    whole = caller.get(f"/v1/ingest/imports/{made['importId']}").json
    assert {file["filename"] for file in whole["files"]} == {"bills.zip", "a.pdf", "b.pdf"}
    assert caller.get(f"/v2.2/document/{good['id']}").status == 200
    assert caller.get(f"/v2.2/document/{archive['id']}").status == 404


def test_invofox_import_by_url(caller: Caller, world: World) -> None:
    body = {
        "info": {"company": COMPANY, "type": "bill"},
        "files": [{"url": "https://files.example.org/a.pdf", "info": {"clientData": 1, "useClassifier": False}}],
    }

    made = caller.post("/v1/ingest/by-url", body)

    assert made.status == 201
    (file,) = made.json["files"]
    assert (file["filename"], file["documentId"]) == ("a.pdf", file["id"])
    assert stored(world, file["id"]).submission.info == {"type": "bill", "clientData": 1, "useClassifier": False}
    assert world.fetch_queue.messages == [{"documentId": file["id"]}]


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"files": []}, "/files"),
        ({}, "/files"),
        ({"files": [{"url": "http://files.example.org/a.pdf"}], "info": {"company": COMPANY}}, "/files/0/url"),
        ({"files": [{"url": "https://files.example.org/a.pdf"}], "info": {"company": an_id()}}, "/info/company"),
        ({"files": [{"url": "https://e.org/a.pdf", "info": {"useSplitter": "x"}}]}, "/files/0/info/useSplitter"),
    ],
)  # fmt: skip
def test_invofox_invalid_import_by_url_is_400(caller: Caller, world: World, body: dict[str, Any], pointer: str) -> None:
    answer = caller.post("/v1/ingest/by-url", body)

    assert (answer.status, [fault["pointer"] for fault in answer.json["errors"]]) == (400, [pointer])
    assert world.memory.jobs == {}


@pytest.mark.parametrize(
    ("files", "info", "code"),
    [
        ((), None, "invalid-request"),
        ((("a.pdf", PDF),), "", "company-required"),
        ((("a.pdf", PDF),), {"type": "bill"}, "company-required"),
        ((("a.pdf", PDF),), {"company": "nobody"}, "unknown-reference"),
        ((("a.pdf", PDF),), [{"company": COMPANY}, {"company": "other"}], "invalid-request"),
        ((("a.pdf", PDF),), {"company": COMPANY, "_filename": "b.pdf"}, "invalid-request"),
        ((("a.pdf", PDF),), {"company": COMPANY, "clientData": "x" * 5_000}, "invalid-request"),
        ((("a.pdf", PDF),), [7], "invalid-request"),
    ],
)
def test_invofox_invalid_upload_is_400(caller: Caller, world: World, files: Any, info: Any, code: str) -> None:
    answer = upload(caller, *files, info=info)

    assert (answer.status, answer.json["status"], answer.code) == (400, 400, code)
    assert world.memory.jobs == {}


def test_invofox_body_that_is_not_a_form_is_400(caller: Caller) -> None:
    assert caller.send("POST", UPLOADS, body=b"{}", headers={"content-type": "application/json"}).status == 400
    assert caller.send("POST", UPLOADS, body=b"x", headers={"content-type": "multipart/form-data"}).status == 400


def test_invofox_body_that_is_too_large_is_413(caller: Caller) -> None:
    answer = upload(caller, ("a.pdf", bytes(4_600_001)))

    assert (answer.status, answer.code) == (413, "too-large")
    assert "/upload" in answer.json["detail"]


def test_invofox_import_uses_the_keys_default_company(caller: Caller, world: World) -> None:
    key = a_key(id=world.ids.new(), default_company=COMPANY)
    world.accounts.add_key(key)

    made = upload(caller.as_key(key), ("a.pdf", PDF), info={"type": "bill"})

    assert (made.status, made.json["environmentId"]) == (201, COMPANY)


def test_invofox_deleted_default_company_is_unknown(caller: Caller, world: World) -> None:
    gone = a_company(id=an_id(), deleted=NOW)
    key = a_key(id=world.ids.new(), default_company=gone.id)
    world.companies.add(gone)
    world.accounts.add_key(key)

    assert upload(caller.as_key(key), ("a.pdf", PDF), info={}).code == "unknown-reference"


def test_invofox_imports_are_listed_newest_first(caller: Caller) -> None:
    made = [upload(caller, (f"{number}.pdf", PDF)).json["importId"] for number in range(7)]

    newest = caller.get("/v1/ingest/imports", company=COMPANY).json
    later = caller.get("/v1/ingest/imports", company=COMPANY, skip="5", limit="15").json

    assert [item["importId"] for item in newest["imports"]] == made[::-1][:5]
    assert [item["importId"] for item in later["imports"]] == made[::-1][5:]
    assert newest["imports"][0]["status"] == "processing"


@pytest.mark.parametrize("query", [{"limit": "16"}, {"limit": "0"}, {"skip": "-1"}, {"skip": "x"}])
def test_invofox_invalid_page_is_400(caller: Caller, query: dict[str, str]) -> None:
    assert caller.get("/v1/ingest/imports", company=COMPANY, **query).status == 400


def test_invofox_import_list_without_company_is_400(caller: Caller) -> None:
    answer = caller.get("/v1/ingest/imports")

    assert (answer.status, answer.code) == (400, "company-required")


@pytest.mark.parametrize(
    ("fields", "status", "error"),
    [
        ({"status": Status.AWAITING_UPLOAD}, "pending", None),
        ({"status": Status.WAITING_OCR}, "processing", None),
        ({"status": Status.NEEDS_REVIEW, "status_reason": StatusReason.MISSING_FIELDS}, "processed", None),
        (
            {"status": Status.REJECTED, "status_reason": StatusReason.UNSUPPORTED_TYPE},
            "rejected", "ERR_UNSUPPORTED_FILE_FORMAT",
        ),
        ({"status": Status.REJECTED, "status_reason": StatusReason.ENCRYPTED}, "rejected", "ERR_ENCRYPTED"),
    ],
)  # fmt: skip
def test_invofox_file_shows_its_state(
    caller: Caller, world: World, fields: dict[str, Any], status: str, error: str | None
) -> None:
    document = a_document(content_type="application/pdf", **fields)
    world.jobs.add(a_job(id=document.job_id), [document])

    shown = caller.get(f"/v1/ingest/files/{document.id}").json

    assert (shown["status"], shown["error"], shown["mimeType"]) == (status, error, "application/pdf")
    assert (shown["compressed"], shown["parentFileId"], shown["files"]) == (False, None, [])


def test_invofox_file_of_several_bills_lists_documents(caller: Caller, world: World) -> None:
    first = a_final_document()
    second = a_final_document(split_from=first.id, job_id=first.job_id)
    world.jobs.add(a_job(id=first.job_id), [first, second])

    assert caller.get(f"/v1/ingest/files/{first.id}").json["documentIds"] == [first.id, second.id]


def test_invofox_lists_a_zip_of_the_main_api_as_file(caller: Caller, world: World) -> None:
    archive = a_document(is_archive=True)
    world.jobs.add(a_job(id=archive.job_id), [archive])
    world.files.land(str(archive.file.object_key), a_zip(("a.pdf", PDF)))

    assert caller.get(f"/v1/ingest/files/{archive.id}").json["compressed"] is True
