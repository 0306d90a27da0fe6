"""Errors of the client: each response has a stable code, and each unreadable file becomes a rejected document."""

import io
import json
from typing import Any

import pypdf
import pytest
import urllib3

from billhook.domain.ids import derived
from billhook.local.samples import photo_bill, text_bill, unreadable_file
from tests.journeys.customer import Customer


def problem(answer: urllib3.BaseHTTPResponse) -> tuple[int, str]:
    body: dict[str, Any] = json.loads(answer.data)
    assert answer.headers["content-type"].startswith("application/problem+json")
    assert body["status"] == answer.status
    return answer.status, body["code"]


def without_request_id(answer: urllib3.BaseHTTPResponse) -> dict[str, Any]:
    """The body of a problem without the one member that differs between equal requests."""
    body: dict[str, Any] = json.loads(answer.data)
    assert body.pop("requestId")
    return body


def encrypted() -> bytes:
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(text_bill(21)))
    writer.encrypt("a secret of the sender", algorithm="AES-256")
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("locked.pdf", encrypted, "encrypted"),
        ("cut.jpg", lambda: photo_bill(22)[:30_000], "corrupt"),
        ("words.pdf", lambda: b"Dear customer, your bill is in the mail.", "unsupported_type"),
        ("cut.pdf", unreadable_file, "corrupt"),
    ],
)
def test_unreadable_file_is_rejected_with_reason(customer: Customer, name: str, content: Any, reason: str) -> None:
    job = customer.job(customer.submit((name, content()))["id"])
    document = customer.document(job["documentIds"][0])

    event = customer.wait_for_event("document.rejected.v2", document["id"]).body

    assert (document["status"], document["statusReason"]) == ("REJECTED", reason)
    assert document["actionRequired"] is True
    assert (job["status"], job["terminationReason"], job["failedDocumentIds"]) == ("FAILED", reason, [document["id"]])
    assert event["statusReason"] == reason


def test_body_over_limit_is_413_with_upload_route(customer: Customer) -> None:
    part = ("document", ("big.pdf", b"%PDF-1.4\n" + bytes(4_700_000)))

    answer = customer.request("POST", customer.jobs_path, fields=[part])

    assert problem(answer) == (413, "too-large")
    assert "/upload" in json.loads(answer.data)["detail"]


@pytest.mark.parametrize("key", ["", "bh_nonsense", "bh_" + "A" * 36])
def test_request_without_valid_key_is_unauthorized(customer: Customer, key: str) -> None:
    assert problem(customer.request("GET", customer.jobs_path, key=key)) == (401, "unauthorized")


def test_foreign_and_absent_ids_have_equal_responses(customer: Customer) -> None:
    absent = derived("nobody")

    answers = [customer.request("GET", f"/v2.2/{kind}/{absent}") for kind in ("job", "document", "destination", "site")]
    unshaped = customer.request("GET", "/v2.2/document/nonsense")

    assert {problem(answer) for answer in answers} == {(404, "not-found")}
    first = without_request_id(answers[0])
    assert [without_request_id(answer) for answer in [*answers, unshaped]] == [first] * 5


def test_company_of_another_account_is_not_found(customer: Customer, other_customer: Customer) -> None:
    foreign = other_customer.request("GET", customer.jobs_path)
    absent = other_customer.request("GET", f"/v2.2/job/company/{derived('nobody')}")
    submitted = other_customer.request("POST", customer.jobs_path, fields=[("document", ("a.pdf", text_bill(23)))])

    assert problem(foreign) == problem(submitted) == (404, "not-found")
    assert without_request_id(foreign) == without_request_id(absent)
    assert customer.api.get(customer.jobs_path)["results"] == []


def test_upload_with_foreign_site_is_unknown_reference(customer: Customer, other_customer: Customer) -> None:
    fields = [("document", ("a.pdf", text_bill(24))), ("siteId", other_customer.site_id)]

    answer = customer.request("POST", customer.jobs_path, fields=fields)

    assert problem(answer) == (422, "unknown-reference")


@pytest.mark.parametrize(
    "documents", [[], ["http://plain.example/bill.pdf"], ["https://x.example/b.pdf"] * 101, ["file:///etc/passwd"]]
)
def test_bulk_job_with_invalid_urls_is_422_with_pointers(customer: Customer, documents: list[str]) -> None:
    answer = customer.request("POST", f"{customer.jobs_path}/bulk", json={"documents": documents})

    assert problem(answer)[0] == 422
    assert json.loads(answer.data)["errors"][0]["pointer"].startswith("/documents")


def test_file_link_with_changed_signature_is_not_found(customer: Customer) -> None:
    url = customer.submit_and_wait("bill.pdf", text_bill(25))["url"]

    forged = urllib3.request("GET", url.replace("sig=", "sig=A"), redirect=False, timeout=20.0)
    late = urllib3.request("GET", url.replace("exp=", "exp=1"), redirect=False, timeout=20.0)

    assert problem(forged) == (404, "not-found")
    assert problem(late) == (404, "not-found")
