"""Invofox's document: upload of files."""

import json
from typing import Any

import urllib3

from billhook.domain.ids import CompanyId
from tests.adapters.archives import a_zip
from tests.builders import ACCOUNT, COMPANY, a_key
from tests.functions.calling import Answer, Caller
from tests.functions.doors.authorization import accepted
from tests.functions.doors.sample import BILL, SECOND, ZIPPED
from tests.functions.doors.table import Table
from tests.functions.one_bill import handle_messages

_UPLOADS = "/v1/ingest/uploads"
_URL = "https://storage.example.org/bill.pdf"
_FORMATS = {
    "jpeg": b"\xff\xd8\xff\xe0",
    "jpg": b"\xff\xd8\xff\xe0 jpg",
    "png": b"\x89PNG\r\n\x1a\n",
    "tiff": b"II*\0",
    "pdf": b"%PDF-1.7 again",
    "zip": a_zip(("inside.pdf", SECOND)),
}
_ZIP = a_zip(("inside.pdf", ZIPPED))


def invofox(caller: Caller) -> list[Table]:
    """Upload files, URLs and metadata as Invofox's clients do, without a company in ``info``."""
    table = Table("Invofox: upload of files")
    caller.world.accounts.add_key(a_key(default_company=CompanyId(COMPANY)))
    made = _upload(caller, files=[("a.pdf", BILL)], urls=[_URL], info={"type": "invoice", "clientData": {"row": 7}})
    for header in ("x-api-key", "x-access-token"):
        table.expect("field", f"{header} (header)", "accepted", accepted(caller, header))
    table.expect("status", "files and urls together", "201", made.status)
    table.expect("field", "accountId", "the account's", "the account's" if made.json["accountId"] == ACCOUNT else "")
    for name in ("environmentId", "importId"):
        table.field(name, "text", made.json.get(name))
    table.field("files", "list of object", made.json["files"])
    table.expect("status", "files alone", "201", _upload(caller, files=[("b.pdf", BILL)]).status)
    table.expect("status", "urls alone (deprecated)", "201", _upload(caller, urls=[_URL]).status)
    file = caller.get(f"/v1/ingest/files/{made.json['files'][0]['id']}").json
    kept = "mapped to the files" if (file["type"], file["clientData"]) == ("invoice", {"row": 7}) else str(file)
    table.expect("field", "info (request)", "mapped to the files", kept)
    table.expect("status", "processing", "after the response", _after(caller, made))
    for name, content in _FORMATS.items():
        answer = _upload(caller, files=[(f"x.{name}", content)])
        table.expect("status", f"format .{name}", "201", answer.status)
    table.expect("status", "a zip's files", "processed", _unpacked(caller, _upload(caller, files=[("z.zip", _ZIP)])))
    _errors(caller, table)
    named = _upload(caller, files=[("Zähler 電気.pdf", BILL)]).json["files"][0]["filename"]
    table.differs(
        "field", "file names beyond Latin-1", "corrupted", "kept" if named == "Zähler 電気.pdf" else named,
        reason="names in UTF-8 are kept, which no client can mind",
    )  # fmt: skip
    return [table]


def _upload(
    caller: Caller, files: list[tuple[str, bytes]] | None = None, urls: list[str] | None = None, info: Any = None
) -> Answer:
    parts: list[Any] = [("files", file) for file in files or ()] + [("urls", url) for url in urls or ()]
    parts += [("info", json.dumps(info))] if info is not None else []
    body, kind = urllib3.encode_multipart_formdata(parts or [("type", "invoice")])
    return caller.send("POST", _UPLOADS, body=body, headers={"content-type": kind})


def _after(caller: Caller, made: Answer) -> str:
    file = f"/v1/ingest/files/{made.json['files'][0]['id']}"
    before = caller.get(file).json["status"]
    handle_messages(caller.world)
    after = caller.get(file).json["status"]
    return "after the response" if (before, after) == ("processing", "processed") else f"{before}, {after}"


def _unpacked(caller: Caller, made: Answer) -> str:
    handle_messages(caller.world)
    archive = caller.get(f"/v1/ingest/files/{made.json['files'][0]['id']}").json
    statuses = {caller.get(f"/v1/ingest/files/{file['id']}").json["status"] for file in archive["files"]}
    return ", ".join(sorted(statuses)) or "none"


def _errors(caller: Caller, table: Table) -> None:
    table.expect("error", "neither files nor urls", "400", _upload(caller).status)
    table.expect("error", "info that is no JSON", "400", _broken_info(caller).status)
    large = _upload(caller, files=[("large.pdf", b"%PDF-1.7 " + bytes(4_600_000))])
    table.expect("error", "content too large", "413", large.status, reason="the limit is 4,600,000 bytes")


def _broken_info(caller: Caller) -> Answer:
    body, kind = urllib3.encode_multipart_formdata([("files", ("a.pdf", BILL)), ("info", "{")])
    return caller.send("POST", _UPLOADS, body=body, headers={"content-type": kind})
