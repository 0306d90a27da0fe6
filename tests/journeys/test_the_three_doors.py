"""A document submitted at one front door is the same document at the two others."""

import json
from typing import Any

import pytest

from billhook.local.samples import american
from tests.journeys.customer import Customer


def by_main(customer: Customer, name: str, content: bytes) -> tuple[str, str]:
    job = customer.hand_in((name, content), siteId=customer.site_id)
    return job["id"], job["documentIds"][0]


def by_aurora(customer: Customer, name: str, content: bytes) -> tuple[str, str]:
    told = {"Content-Disposition": f'attachment; filename="{name}"', "Content-Type": "application/pdf"}
    path = f"{project(customer)}/utility_bill_upload/run"
    made = customer.ask("POST", path, body=content, headers=told).json()
    return made["job_id"], made["utility_bill_id"]


def by_invofox(customer: Customer, name: str, content: bytes) -> tuple[str, str]:
    info = json.dumps({"company": customer.company_id, "siteId": customer.site_id})
    made = customer.ask("POST", "/v1/ingest/uploads", fields=[("files", (name, content)), ("info", info)]).json()
    return made["importId"], made["files"][0]["documentId"]


def project(customer: Customer) -> str:
    return f"/tenants/{customer.company_id}/projects/{customer.site_id}"


def at_main(customer: Customer, job_id: str, document_id: str) -> tuple[Any, ...]:
    job, document = customer.api.get(f"/v2.2/job/{job_id}"), customer.document(document_id)
    (listed,) = customer.api.get(f"/v2.2/document/site/{customer.site_id}")["results"]
    assert (document["status"], job["parsedDocumentIds"], listed["id"]) == ("PARSED", [document_id], document_id)
    return document["id"], document["jobId"], document["fileName"], customer.download(document["url"])


def at_aurora(customer: Customer, job_id: str, document_id: str) -> tuple[Any, ...]:
    status = customer.api.get(f"{project(customer)}/utility_bill_upload/status", job_id=job_id)
    bill = customer.api.get(f"{project(customer)}/utility_bills/{document_id}")
    (listed,) = customer.api.get(f"{project(customer)}/utility_bills")["utility_bills"]
    assert (status["utility_bill_id"], status["status"], listed["id"]) == (document_id, "succeeded", document_id)
    assert (bill["status"], bill["content_type"]) == ("succeeded", "application/pdf")
    return bill["id"], bill["job_id"], bill["file_name"], customer.download(bill["file_url"])


def at_invofox(customer: Customer, job_id: str, document_id: str) -> tuple[Any, ...]:
    whole, file = customer.api.get(f"/v1/ingest/imports/{job_id}"), customer.api.get(f"/v1/ingest/files/{document_id}")
    (listed,) = customer.api.get("/v1/ingest/imports", company=customer.company_id)["imports"]
    assert (whole["status"], whole["fileIds"], listed["importId"]) == ("processed", [document_id], job_id)
    assert (file["status"], file["mimeType"], file["documentIds"]) == ("processed", "application/pdf", [document_id])
    return file["id"], file["importId"], file["filename"], customer.download(customer.document(document_id)["url"])


@pytest.mark.parametrize(("number", "hand_in"), [(921, by_main), (922, by_aurora), (923, by_invofox)])
def test_what_comes_in_at_one_door_is_the_same_at_all(number: int, hand_in: Any, customer: Customer) -> None:
    written = american.electric(number)
    content = written.sheet.pdf()

    job_id, document_id = hand_in(customer, "bill.pdf", content)
    customer.job(job_id)

    seen = {look(customer, job_id, document_id) for look in (at_main, at_aurora, at_invofox)}
    assert seen == {(document_id, job_id, "bill.pdf", content)}
    assert customer.document(document_id)["totalCharges"] == f"{written.truth.total_charges:.2f}"
