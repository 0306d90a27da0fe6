"""``billhook upload``: one job per file, ``--wait``, exit codes."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import Result

from billhook.cli.faults import CliError, Exit
from tests.cli.conftest import StandInApi

pytestmark = pytest.mark.enable_socket
Run = Callable[..., Result]


def bill(name: str = "bill.pdf") -> Path:
    path = Path(name)
    path.write_bytes(b"%PDF-1.4 " + name.encode())
    return path


def job(status: str) -> dict[str, object]:
    return {"id": "job-1", "status": status, "documentIds": ["doc-1"]}


def document(status: str) -> dict[str, object]:
    return {"id": "doc-1", "status": status, "statusReason": None, "totalCharges": "12.34", "dueDate": "2025-01-31"}


def test_upload_prints_the_job_of_each_file(known: StandInApi, billhook: Run) -> None:
    known.on("POST /v2.2/job/company/co-1", (201, job("PENDING")))

    done = billhook("upload", bill(), "--json")

    assert done.exit_code == 0
    assert json.loads(done.stdout) == {
        "file": "bill.pdf",
        "status": "PENDING",
        "statusReason": None,
        "jobId": "job-1",
    }


def test_upload_wait_shows_the_bill(known: StandInApi, billhook: Run) -> None:
    known.on("POST /v2.2/job/company/co-1", (201, job("PENDING")))
    known.on("GET /v2.2/job/job-1", (200, job("PENDING")), (200, job("COMPLETED")))
    known.on("GET /v2.2/document/doc-1", (200, document("PARSED")))

    done = billhook("upload", bill(), "--wait", "--json")

    assert done.exit_code == 0
    assert json.loads(done.stdout) == {"file": "bill.pdf", **document("PARSED")}


def test_upload_wait_shows_files_of_an_archive_by_name(known: StandInApi, billhook: Run) -> None:
    known.on("POST /v2.2/job/company/co-1", (201, job("PENDING")))
    known.on("GET /v2.2/job/job-1", (200, {**job("COMPLETED"), "documentIds": ["doc-1", "doc-2"]}))
    known.on("GET /v2.2/document/doc-1", (200, {**document("PARSED"), "fileName": "a.pdf"}))
    copy = {**document("PARSED"), "id": "doc-2", "fileName": "b.pdf", "duplicateOf": "doc-1"}
    known.on("GET /v2.2/document/doc-2", (200, copy))

    done = billhook("upload", bill("bills.zip"), "--wait")

    cells = [line.split("\t") for line in done.stdout.splitlines()]
    assert [(line[0], line[-2], line[-1]) for line in cells] == [
        ("bills.zip/a.pdf", "doc-1", "-"), ("bills.zip/b.pdf", "doc-2", "doc-1"),
    ]  # fmt: skip


def test_upload_rejected_bill_is_exit_code_1(known: StandInApi, billhook: Run) -> None:
    known.on("POST /v2.2/job/company/co-1", (201, job("PENDING")))
    known.on("GET /v2.2/job/job-1", (200, job("FAILED")))
    known.on("GET /v2.2/document/doc-1", (200, document("REJECTED")))

    assert billhook("upload", bill(), "--wait").exit_code == Exit.SOME_FAILED


def test_upload_refused_file_does_not_stop_the_others(known: StandInApi, billhook: Run) -> None:
    refusal = (413, {"code": "too-large", "detail": "At most 4,600,000 bytes."})
    known.on("POST /v2.2/job/company/co-1", refusal, (201, job("PENDING")))

    done = billhook("upload", bill("a.pdf"), bill("b.pdf"), "--json")

    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.exit_code == Exit.SOME_FAILED
    assert sorted(line["status"] for line in lines) == ["PENDING", "REFUSED"]
    assert "too-large" in done.stderr


def test_upload_wrong_key_stops_at_once(known: StandInApi, billhook: Run) -> None:
    known.on("POST /v2.2/job/company/co-1", (401, {"code": "unauthorized", "detail": "No."}))

    done = billhook("upload", bill())

    assert isinstance(done.exception, CliError)
    assert done.exception.code is Exit.DENIED


def test_upload_timeout_names_pending_jobs(known: StandInApi, billhook: Run) -> None:
    known.on("POST /v2.2/job/company/co-1", (201, job("PENDING")))
    known.on("GET /v2.2/job/job-1", (200, job("PENDING")))

    done = billhook("upload", bill(), "--wait", "--timeout", "0")

    assert isinstance(done.exception, CliError)
    assert done.exception.code is Exit.TIMED_OUT
    assert "jobs wait job-1" in done.exception.advice


def test_upload_missing_file_is_exit_code_2(known: StandInApi, billhook: Run) -> None:
    done = billhook("upload", "nowhere.pdf")

    assert isinstance(done.exception, CliError)
    assert done.exception.code is Exit.USAGE
    assert known.requests == []


def test_upload_large_file_uses_presigned_form(known: StandInApi, billhook: Run, tmp_path: Path) -> None:
    path = tmp_path / "big.pdf"
    path.write_bytes(b"%PDF" + bytes(4_700_000))
    form = {"url": f"{known.url}/bucket", "fields": {"key": "incoming/c/d", "policy": "p"}}
    known.on("POST /v2.2/job/company/co-1/upload", (201, {"job": {"id": "j1", "status": "PENDING"}, "uploads": [form]}))
    known.on("POST /bucket", (204, b""))

    done = billhook("upload", path, "--allow-duplicate")

    announced, put = known.requests
    assert done.exit_code == 0
    assert json.loads(announced.body) == {
        "files": [{"fileName": "big.pdf", "size": 4_700_004}], "allowDuplicate": True,
    }  # fmt: skip
    assert put.body.index(b'name="key"') < put.body.index(b'name="file"; filename="big.pdf"')
    assert "x-api-key" not in put.headers
