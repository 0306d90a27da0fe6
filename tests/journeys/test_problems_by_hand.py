"""What goes wrong on the customer's side is answered clearly, with a stable code; nothing is lost and nothing hangs."""

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
def test_a_file_that_cannot_be_read_is_rejected_with_its_reason(
    customer: Customer, name: str, content: Any, reason: str
) -> None:
    job = customer.job(customer.hand_in((name, content()))["id"])
    document = customer.document(job["documentIds"][0])

    told = customer.told("document.rejected.v2", document["id"]).body

    assert (document["status"], document["statusReason"]) == ("REJECTED", reason)
    assert document["actionRequired"] is True
    assert (job["status"], job["terminationReason"], job["failedDocumentIds"]) == ("FAILED", reason, [document["id"]])
    assert told["statusReason"] == reason


def test_a_body_that_is_too_big_is_told_the_way_for_big_files(customer: Customer) -> None:
    part = ("document", ("big.pdf", b"%PDF-1.4\n" + bytes(4_200_000)))

    answer = customer.ask("POST", customer.jobs_path, fields=[part])

    assert problem(answer) == (413, "too-large")
    assert "/upload" in json.loads(answer.data)["detail"]


@pytest.mark.parametrize("key", ["", "bh_nonsense", "bh_" + "A" * 36])
def test_without_a_good_key_nobody_gets_in(customer: Customer, key: str) -> None:
    assert problem(customer.ask("GET", customer.jobs_path, key=key)) == (401, "unauthorized")


def test_a_foreign_id_and_an_absent_one_are_told_apart_by_nobody(customer: Customer) -> None:
    absent = derived("nobody")

    answers = [customer.ask("GET", f"/v2.2/{kind}/{absent}") for kind in ("job", "document", "destination", "site")]
    unshaped = customer.ask("GET", "/v2.2/document/nonsense")

    assert {problem(answer) for answer in answers} == {(404, "not-found")}
    assert {answer.data for answer in [*answers, unshaped]} == {answers[0].data}


def test_another_accounts_company_cannot_be_touched(customer: Customer, stranger: Customer) -> None:
    foreign = stranger.ask("GET", customer.jobs_path)
    absent = stranger.ask("GET", f"/v2.2/job/company/{derived('nobody')}")
    handed_in = stranger.ask("POST", customer.jobs_path, fields=[("document", ("a.pdf", text_bill(23)))])

    assert problem(foreign) == problem(handed_in) == (404, "not-found")
    assert foreign.data == absent.data
    assert customer.api.get(customer.jobs_path)["results"] == []


def test_a_foreign_site_in_a_body_is_an_unknown_reference(customer: Customer, stranger: Customer) -> None:
    fields = [("document", ("a.pdf", text_bill(24))), ("siteId", stranger.site_id)]

    answer = customer.ask("POST", customer.jobs_path, fields=fields)

    assert problem(answer) == (422, "unknown-reference")


@pytest.mark.parametrize(
    "documents", [[], ["http://plain.example/bill.pdf"], ["https://x.example/b.pdf"] * 101, ["file:///etc/passwd"]]
)
def test_a_bulk_job_without_good_urls_is_refused_with_pointers(customer: Customer, documents: list[str]) -> None:
    answer = customer.ask("POST", f"{customer.jobs_path}/bulk", json={"documents": documents})

    assert problem(answer)[0] == 422
    assert json.loads(answer.data)["errors"][0]["pointer"].startswith("/documents")


def test_a_link_that_was_tampered_with_leads_nowhere(customer: Customer) -> None:
    url = customer.read("bill.pdf", text_bill(25))["url"]

    forged = urllib3.request("GET", url.replace("sig=", "sig=A"), redirect=False, timeout=20.0)
    late = urllib3.request("GET", url.replace("exp=", "exp=1"), redirect=False, timeout=20.0)

    assert problem(forged) == (404, "not-found")
    assert problem(late) == (404, "not-found")
