"""The Aurora front door: uploads of raw bytes, their status, a project's bills, webhooks."""

from datetime import timedelta
from typing import Any
from urllib.parse import quote

import pytest

from billhook.domain.company import Site
from billhook.domain.document_status import Outcome, Status, StatusReason
from billhook.domain.ids import DocumentId
from billhook.domain.job import JobEntry
from billhook.usecases.companies.steps.activate_bill import ActivateBill
from billhook.usecases.companies.steps.reselect_active_bill import ReselectActiveBill
from tests.builders import COMPANY, a_final_document, a_principal, a_site, an_id
from tests.fakes import NOW, World
from tests.functions.calling import Answer, Caller, form_body

PDF = b"%PDF-1.7 a bill"
FILES = {
    "bill.pdf": (PDF, "application/pdf"),
    "bill.jpg": (b"\xff\xd8\xff\xe0 jpeg", "image/jpeg"),
    "bill.jpeg": (b"\xff\xd8\xff\xe0 jpeg", "image/jpeg"),
    "bill.png": (b"\x89PNG\r\n\x1a\n png", "image/png"),
    "bill.gif": (b"GIF89a gif", "image/gif"),
    "bill.webp": (b"RIFF\0\0\0\0WEBP webp", "image/webp"),
}
TENANT = f"/tenants/{COMPANY}"
HOOKS = f"{TENANT}/webhooks"
TEMPLATE = "https://hooks.example.org/done?job_id={job_id}&status={status}"


@pytest.fixture
def site(caller: Caller, world: World) -> Site:
    site = a_site()
    world.companies.add_site(site)
    return site


def project(site: Site) -> str:
    return f"{TENANT}/projects/{site.id}"


def run(caller: Caller, site: Site, content: bytes = PDF, disposition: str | None = None, **headers: str) -> Answer:
    sent = {"Content-Disposition": disposition or 'attachment; filename="bill.pdf"'}
    sent |= {name.replace("_", "-"): value for name, value in headers.items()}
    return caller.send("POST", f"{project(site)}/utility_bill_upload/run", body=content, headers=sent)


def status(caller: Caller, site: Site, job_id: str) -> Any:
    return caller.get(f"{project(site)}/utility_bill_upload/status", job_id=job_id).json


# A bill handed in.


@pytest.mark.parametrize("name", FILES)
def test_aurora_upload_accepts_every_file_kind(name: str, caller: Caller, world: World, site: Site) -> None:
    content, kind = FILES[name]

    answer = run(caller, site, content, f'attachment; filename="{name}"')

    assert answer.status == 202
    assert set(answer.json) == {"job_id", "utility_bill_id"}
    document = world.documents.get(answer.json["utility_bill_id"])
    assert document is not None
    assert (document.job_id, document.site_id) == (answer.json["job_id"], site.id)
    assert (document.file.file_name, document.file.content_type, document.file.size) == (name, kind, len(content))
    assert world.files.get(document.file.object_key or "") == content


@pytest.mark.parametrize("kind", [None, "application/x-www-form-urlencoded", "application/pdf", "text/plain"])
def test_aurora_upload_ignores_the_content_type(kind: str | None, caller: Caller, world: World, site: Site) -> None:
    headers: dict[str, Any] = {"Content-Type": kind} if kind else {}

    answer = run(caller, site, **headers)

    document = world.documents.get(answer.json["utility_bill_id"])
    assert document is not None
    assert document.file.content_type == "application/pdf"


@pytest.mark.parametrize(
    ("disposition", "name"),
    [
        ('attachment; filename="May bill.pdf"', "May bill.pdf"),
        ("attachment; filename=bill.pdf", "bill.pdf"),
        ('ATTACHMENT; FileName="bill.pdf"', "bill.pdf"),
        (f"attachment; filename*=UTF-8''{quote('Zählerstand für März.pdf')}", "Zählerstand für März.pdf"),
        (f"attachment; filename=\"x.pdf\"; filename*=UTF-8''{quote('żółć.pdf')}", "żółć.pdf"),
        (f"attachment; filename*=UTF-8'en'{quote('€ rates.pdf')}; filename=\"EURO rates\"", "€ rates.pdf"),
        ("attachment; filename*=ISO-8859-1''%A3%20rates.pdf", "£ rates.pdf"),
        ('attachment; filename="Zähler 電気.pdf"', "Zähler 電気.pdf"),
        ('attachment; filename="Zähler 電気.pdf"'.encode().decode("latin-1"), "Zähler 電気.pdf"),
        ('attachment; filename="Zähler.pdf"', "Zähler.pdf"),
        ('attachment; filename="../../etc/passwd"', "passwd"),
        ('attachment; filename="C:\\\\bills\\\\bill.pdf"', "bill.pdf"),
        ("attachment", "document"),
    ],
)
def test_aurora_upload_parses_content_disposition(
    disposition: str, name: str, caller: Caller, world: World, site: Site
) -> None:
    answer = run(caller, site, disposition=disposition)

    document = world.documents.get(answer.json["utility_bill_id"])
    assert document is not None
    assert document.file.file_name == name


@pytest.mark.parametrize(
    ("content", "code", "words"),
    [
        (b"MZ\x90\x00 no bill", "unsupported-file", "PDF, JPG, JPEG, PNG, GIF, WEBP or XML"),
        (b"PK\3\4 a zip", "unsupported-file", "PDF, JPG, JPEG, PNG, GIF, WEBP or XML"),
        (b"II*\0 a tiff", "unsupported-file", "PDF, JPG, JPEG, PNG, GIF, WEBP or XML"),
        (b"", "empty-file", "empty"),
        (PDF + b"x" * 4_600_000, "file-too-large", "4,600,000 bytes"),
    ],
)
def test_aurora_upload_of_invalid_file_is_422_with_limit(
    content: bytes, code: str, words: str, caller: Caller, world: World, site: Site
) -> None:
    answer = run(caller, site, content)

    assert (answer.status, answer.code) == (422, code)
    assert words in answer.json["detail"]
    assert world.memory.jobs == {}


def test_aurora_upload_ignores_the_file_extension(caller: Caller, site: Site) -> None:
    assert run(caller, site, FILES["bill.png"][0], 'attachment; filename="bill.pdf"').status == 202


def test_aurora_upload_repeated_with_key_is_one_upload(caller: Caller, world: World, site: Site) -> None:
    key: dict[str, Any] = {"Idempotency-Key": "k"}
    first, again = (run(caller, site, **key) for _ in range(2))

    assert again.text == first.text
    assert len(world.memory.jobs) == 1
    other = run(caller, site, PDF + b" other", **{"Idempotency-Key": "k"})
    assert other.code == "idempotency-key-reused"


# Where it stands.


def test_aurora_status_of_new_upload_is_pending(caller: Caller, site: Site) -> None:
    made = run(caller, site).json

    assert status(caller, site, made["job_id"]) == {**made, "status": "pending", "error": None}


@pytest.mark.parametrize(
    ("outcome", "reason", "expected"),
    [
        (Outcome.PARSED, None, "succeeded"),
        (Outcome.DUPLICATE, None, "succeeded"),
        (Outcome.FAILED, StatusReason.ENCRYPTED, "failed"),
        (Outcome.NON_UTILITY, StatusReason.NOT_A_UTILITY_BILL, "failed"),
    ],
)
def test_aurora_status_follows_the_document(
    outcome: Outcome, reason: StatusReason | None, expected: str, caller: Caller, world: World, site: Site
) -> None:
    made = run(caller, site).json
    world.jobs.settle(made["job_id"], JobEntry(document_id=made["utility_bill_id"], outcome=outcome, reason=reason))

    shown = status(caller, site, made["job_id"])

    assert shown == {**made, "status": expected, "error": reason.value if reason else None}


def test_aurora_status_covers_jobs_of_other_front_doors(caller: Caller, site: Site) -> None:
    body = form_body(("bill.pdf", PDF), ("other.pdf", PDF + b"2"), siteId=site.id)
    job = caller.post_form(f"/v2.2/job/company/{COMPANY}", body).json

    shown = status(caller, site, job["id"])

    assert shown["utility_bill_id"] == job["documentIds"][0]
    assert shown["status"] == "pending"


def test_aurora_status_without_job_id_is_refused(caller: Caller, site: Site) -> None:
    answer = caller.get(f"{project(site)}/utility_bill_upload/status")

    assert answer.status == 422
    assert answer.json["errors"][0]["pointer"] == "job_id"


def test_aurora_status_of_another_projects_job_is_404(caller: Caller, world: World, site: Site) -> None:
    other = a_site()
    world.companies.add_site(other)
    made = run(caller, other).json

    answer = caller.get(f"{project(site)}/utility_bill_upload/status", job_id=made["job_id"])

    assert answer.status == 404


# A project's bills.


def test_aurora_list_has_bills_of_all_doors_newest_first(caller: Caller, world: World, site: Site) -> None:
    first = run(caller, site).json["utility_bill_id"]
    world.clock.advance(timedelta(seconds=1))
    second = caller.post_form(f"/v2.2/job/company/{COMPANY}", form_body(("b.pdf", PDF), siteId=site.id))
    world.clock.advance(timedelta(seconds=1))
    third = run(caller, site).json["utility_bill_id"]

    bills = caller.get(f"{project(site)}/utility_bills").json["utility_bills"]

    assert [bill["id"] for bill in bills] == [third, second.json["documentIds"][0], first]


def test_aurora_list_ends_at_the_response_size_limit(
    caller: Caller, world: World, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    caller = Caller(world, a_principal(rate_per_minute=1_000))
    made = [run(caller, site).json["utility_bill_id"] for _ in range(230)]

    whole = caller.get(f"{project(site)}/utility_bills").json["utility_bills"]
    monkeypatch.setattr("billhook.usecases.jobs.queries.MAX_BILLS", 101)
    newest = caller.get(f"{project(site)}/utility_bills").json["utility_bills"]

    assert [item["id"] for item in whole] == list(reversed(made))
    assert newest == whole[:101]


def test_aurora_bill_has_the_documented_fields(caller: Caller, world: World, site: Site) -> None:
    made = run(caller, site).json
    pending = caller.get(f"{project(site)}/utility_bills/{made['utility_bill_id']}").json

    assert pending.pop("file_url").startswith("https://")
    assert pending == {
        "id": made["utility_bill_id"],
        **made,
        "file_name": "bill.pdf",
        "content_type": "application/pdf",
        "status": "pending",
        "created_at": "2026-11-20T12:00:00.000Z",
        "parsed_at": None,
        "is_active": False,
    }


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"status": Status.PARSED}, "succeeded"),
        ({"status": Status.NEEDS_REVIEW}, "succeeded"),
        ({"status": Status.PARSED, "duplicate_of": DocumentId(an_id())}, "succeeded"),
        ({"status": Status.REJECTED, "status_reason": StatusReason.CORRUPT}, "failed"),
    ],
)
def test_aurora_bill_has_its_result(
    fields: dict[str, Any], expected: str, caller: Caller, world: World, site: Site
) -> None:
    document = a_final_document(site_id=site.id, parsed=NOW, **fields)
    world.memory.documents[document.id] = document

    bill = caller.get(f"{project(site)}/utility_bills/{document.id}").json

    assert bill["status"] == expected
    assert bill["parsed_at"] == "2026-11-20T12:00:00.000Z"


def test_aurora_bill_has_a_new_link_for_a_day(caller: Caller, world: World, site: Site) -> None:
    made = run(caller, site).json
    path = f"{project(site)}/utility_bills/{made['utility_bill_id']}"

    first = caller.get(path).json["file_url"]
    world.clock.advance(timedelta(seconds=1))

    assert caller.get(path).json["file_url"] != first


def test_aurora_bill_of_another_project_is_404(caller: Caller, world: World, site: Site) -> None:
    other = a_site()
    world.companies.add_site(other)
    made = run(caller, other).json

    assert caller.get(f"{project(site)}/utility_bills/{made['utility_bill_id']}").status == 404


def test_active_bill_is_the_last_processed_upload(caller: Caller, world: World, site: Site) -> None:
    """A race: the bill that is processed last becomes active, not the one uploaded last."""
    early, late = (run(caller, site).json["utility_bill_id"] for _ in range(2))
    rechoose = ReselectActiveBill(world.companies, world.documents)
    activate_bill = ActivateBill(world.companies, world.documents, rechoose)

    def read(bill: str, seconds: int) -> None:
        activate_bill.compete(a_final_document(id=bill, site_id=site.id, parsed=NOW + timedelta(seconds=seconds)))

    read(late, seconds=10)
    read(early, seconds=20)
    read(late, seconds=10)  # told once more, as happens

    bills = caller.get(f"{project(site)}/utility_bills").json["utility_bills"]
    assert {bill["id"]: bill["is_active"] for bill in bills} == {early: True, late: False}
