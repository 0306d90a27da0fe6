"""The Invofox upload API: files of several types, a zip with a broken entry, URLs."""

import json
from typing import Any

import urllib3

from billhook.local import services
from billhook.local.aws import Emulator
from billhook.local.cloud import LocalCloud
from billhook.local.file_server import FileServer
from billhook.local.first_account import admin
from billhook.local.paths import LocalPaths
from billhook.local.samples import photo_bill, text_bill
from tests.journeys.archives import with_broken_entry
from tests.journeys.customer import Customer, wait_until

FIELDS = {
    "accountId", "environmentId", "importId", "id", "filename", "mimeType", "compressed", "parentFileId", "documentIds",
    "files", "status", "error", "type", "data", "clientData", "creation",
}  # fmt: skip


def upload(customer: Customer, *parts: Any, key: str | None = None) -> urllib3.BaseHTTPResponse:
    return customer.request("POST", "/v1/ingest/uploads", key=key, fields=list(parts))


def imported(customer: Customer, import_id: str) -> dict[str, dict[str, Any]]:
    """The files of a processed import by name."""

    def done() -> dict[str, Any] | None:
        result: dict[str, Any] = customer.api.get(f"/v1/ingest/imports/{import_id}")
        return result if result["status"] == "processed" else None

    result = wait_until(done, "import processed")
    return {item["filename"]: customer.api.get(f"/v1/ingest/files/{item['id']}") for item in result["files"]}


def test_invofox_upload_of_files_and_zip_shows_each_result(customer: Customer) -> None:
    archive = with_broken_entry(("broken.pdf", b"%PDF-1.4" + bytes(80)), ("inside.pdf", text_bill(701)))
    info = [
        {"company": customer.company_id, "type": "bill", "clientData": {"batch": 7}},
        {"_filename": "請求書.jpg", "clientData": {"row": 2}},
    ]

    answer = upload(
        customer,
        ("files", ("Factură.pdf", text_bill(702))),
        ("files", ("請求書.jpg", photo_bill(703))),
        ("files", ("words.pdf", b"Dear customer")),
        ("files", ("bills.zip", archive)),
        ("info", json.dumps(info)),
    )

    accepted = json.loads(answer.data)
    assert (answer.status, set(accepted)) == (201, {"accountId", "environmentId", "importId", "files"})
    assert [(item["filename"], item["documentId"] is None) for item in accepted["files"]] == [
        ("Factură.pdf", False), ("請求書.jpg", False), ("words.pdf", False), ("bills.zip", True),
    ]  # fmt: skip
    files = imported(customer, accepted["importId"])
    assert {name: file["status"] for name, file in files.items()} == {
        "Factură.pdf": "processed", "請求書.jpg": "processed", "words.pdf": "rejected", "bills.zip": "processed",
        "inside.pdf": "processed", "broken.pdf": "rejected",
    }  # fmt: skip
    assert files["words.pdf"]["error"] == "ERR_UNSUPPORTED_FILE_FORMAT"
    assert files["broken.pdf"]["error"] == "ERR_CORRUPT"
    assert (files["bills.zip"]["compressed"], files["bills.zip"]["documentIds"]) == (True, [])
    assert {files[name]["parentFileId"] for name in ("inside.pdf", "broken.pdf")} == {files["bills.zip"]["id"]}
    assert (files["Factură.pdf"]["clientData"], files["請求書.jpg"]["clientData"]) == ({"batch": 7}, {"row": 2})
    assert all(set(file) == FIELDS for file in files.values())
    document = customer.document(files["Factură.pdf"]["documentIds"][0])
    assert (document["status"], document["info"]) == ("PARSED", {"type": "bill", "clientData": {"batch": 7}})


def test_invofox_by_url_shows_failed_fetch(customer: Customer, paths: LocalPaths) -> None:
    with FileServer({"a.pdf": text_bill(706)}, services.certificate(paths)) as server:
        files = [{"url": server.url("a.pdf"), "info": {"clientData": "x"}}, {"url": server.url("nothing.pdf")}]
        ingest = customer.api.post("/v1/ingest/by-url", {"info": {"company": customer.company_id}, "files": files})
        shown = imported(customer, ingest["importId"])

    assert (shown["a.pdf"]["status"], shown["a.pdf"]["clientData"]) == ("processed", "x")
    assert (shown["nothing.pdf"]["status"], shown["nothing.pdf"]["error"]) == ("rejected", "ERR_FETCH_FAILED")


def test_invofox_invalid_requests_are_400_or_413(customer: Customer) -> None:
    pdf = ("files", ("a.pdf", text_bill(707)))
    company = ("info", json.dumps({"company": customer.company_id}))

    answers = [
        upload(customer, company),
        upload(customer, pdf, ("info", "{")),
        upload(customer, pdf, ("info", json.dumps({"company": "nobody"}))),
        customer.request("POST", "/v1/ingest/by-url", json={"files": []}),
        upload(customer, ("files", ("a.pdf", bytes(4_700_000))), company),
    ]

    assert [answer.status for answer in answers] == [400, 400, 400, 400, 413]


def test_invofox_upload_uses_default_company_of_key(customer: Customer, cloud: LocalCloud) -> None:
    emulator = Emulator(cloud.aws_endpoint_url)
    account = customer.api.get("/v1/ingest/imports", company=customer.company_id)
    assert account["imports"] == []
    first = json.loads(upload(customer, ("files", ("a.pdf", text_bill(708))), ("info", _of(customer))).data)
    request = {"accountId": first["accountId"], "defaultCompany": customer.company_id}
    key = admin(emulator, cloud.admin_function, {"action": "createKey", **request})["apiKey"]

    answer = upload(customer, ("files", ("b.pdf", text_bill(709))), key=key)

    assert (answer.status, json.loads(answer.data)["environmentId"]) == (201, customer.company_id)


def _of(customer: Customer) -> str:
    return json.dumps({"company": customer.company_id})
