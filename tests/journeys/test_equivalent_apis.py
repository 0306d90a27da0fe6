"""A document submitted through one of the three APIs is the same document in the two others."""

import json
from typing import Any

import pytest

from billhook.local.samples import american
from tests.journeys.customer import Customer


def submit_main(customer: Customer, name: str, content: bytes) -> tuple[str, str]:
    job = customer.submit((name, content), siteId=customer.site_id)
    return job["id"], job["documentIds"][0]


def submit_aurora(customer: Customer, name: str, content: bytes) -> tuple[str, str]:
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Content-Type": "application/pdf"}
    path = f"{project(customer)}/utility_bill_upload/run"
    upload = customer.request("POST", path, body=content, headers=headers).json()
    return upload["job_id"], upload["utility_bill_id"]


def submit_invofox(customer: Customer, name: str, content: bytes) -> tuple[str, str]:
    info = json.dumps({"company": customer.company_id, "siteId": customer.site_id})
    upload = customer.request("POST", "/v1/ingest/uploads", fields=[("files", (name, content)), ("info", info)]).json()
    return upload["importId"], upload["files"][0]["documentId"]


def project(customer: Customer) -> str:
    return f"/tenants/{customer.company_id}/projects/{customer.site_id}"


def show_main(customer: Customer, job_id: str, document_id: str) -> tuple[Any, ...]:
    job, document = customer.api.get(f"/v2.2/job/{job_id}"), customer.document(document_id)
    (listed,) = customer.api.get(f"/v2.2/document/site/{customer.site_id}")["results"]
    assert (document["status"], job["parsedDocumentIds"], listed["id"]) == ("PARSED", [document_id], document_id)
    return document["id"], document["jobId"], document["fileName"], customer.download(document["url"])


def show_aurora(customer: Customer, job_id: str, document_id: str) -> tuple[Any, ...]:
    status = customer.api.get(f"{project(customer)}/utility_bill_upload/status", job_id=job_id)
    bill = customer.api.get(f"{project(customer)}/utility_bills/{document_id}")
    (listed,) = customer.api.get(f"{project(customer)}/utility_bills")["utility_bills"]
    assert (status["utility_bill_id"], status["status"], listed["id"]) == (document_id, "succeeded", document_id)
    assert (bill["status"], bill["content_type"]) == ("succeeded", "application/pdf")
    return bill["id"], bill["job_id"], bill["file_name"], customer.download(bill["file_url"])


def show_invofox(customer: Customer, job_id: str, document_id: str) -> tuple[Any, ...]:
    upload, file = customer.api.get(f"/v1/ingest/imports/{job_id}"), customer.api.get(f"/v1/ingest/files/{document_id}")
    (listed,) = customer.api.get("/v1/ingest/imports", company=customer.company_id)["imports"]
    assert (upload["status"], upload["fileIds"], listed["importId"]) == ("processed", [document_id], job_id)
    assert (file["status"], file["mimeType"], file["documentIds"]) == ("processed", "application/pdf", [document_id])
    return file["id"], file["importId"], file["filename"], customer.download(customer.document(document_id)["url"])


@pytest.mark.parametrize(("number", "submit"), [(921, submit_main), (922, submit_aurora), (923, submit_invofox)])
def test_document_from_one_api_is_equal_in_all(number: int, submit: Any, customer: Customer) -> None:
    sample = american.electric(number)
    content = sample.sheet.pdf()

    job_id, document_id = submit(customer, "bill.pdf", content)
    customer.job(job_id)

    shown = {show(customer, job_id, document_id) for show in (show_main, show_aurora, show_invofox)}
    assert shown == {(document_id, job_id, "bill.pdf", content)}
    assert customer.document(document_id)["totalCharges"] == f"{sample.truth.total_charges:.2f}"
