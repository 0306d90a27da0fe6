"""What is deleted is gone: from every answer at once, and from the bucket with every version that it ever had."""

from typing import Any

from billhook.local.aws import Emulator
from billhook.local.cloud import LocalCloud
from billhook.local.samples import text_bill
from tests.journeys.customer import Customer, wait_until


def versions(cloud: LocalCloud, document_id: str) -> list[dict[str, Any]]:
    """Every version of every object, and every mark of a deletion, that the bucket has of a document."""
    pages = Emulator(cloud.aws_endpoint_url).client("s3").get_paginator("list_object_versions")
    parts = list(pages.paginate(Bucket=cloud.bucket))
    every = [one for part in parts for kind in ("Versions", "DeleteMarkers") for one in part.get(kind, ())]
    return [one for one in every if document_id in one["Key"]]


def test_deleting_a_document_removes_every_version_of_what_was_stored(customer: Customer, cloud: LocalCloud) -> None:
    document = customer.read("bill.pdf", text_bill(931))
    path = f"/v2.2/document/{document['id']}"
    changed = customer.ask("PATCH", path, json={"invoiceId": "A-1"}, headers={"If-Match": '"1"'})
    s3 = Emulator(cloud.aws_endpoint_url).client("s3")
    for kept in {one["Key"] for one in versions(cloud, document["id"])}:  # an older version and a mark of each as well
        s3.put_object(Bucket=cloud.bucket, Key=kept, Body=b"anew")
        s3.delete_object(Bucket=cloud.bucket, Key=kept)
    before = versions(cloud, document["id"])
    assert changed.status == 200
    assert {one["Key"].split("/")[0] for one in before} == {"incoming", "documents"}
    assert len(before) >= 3 * len({one["Key"] for one in before}) >= 9

    customer.api.delete(path)

    assert customer.ask("GET", path).status == 404
    assert customer.ask("GET", document["url"].removeprefix(customer.api_url), key="").status == 410
    wait_until(lambda: not versions(cloud, document["id"]), "nothing left in the bucket")


def test_deleting_a_company_removes_what_all_of_its_documents_had(customer: Customer, cloud: LocalCloud) -> None:
    job = customer.job(customer.hand_in(("a.pdf", text_bill(932)), ("b.pdf", text_bill(933)))["id"])
    assert all(versions(cloud, one) for one in job["documentIds"])

    customer.api.delete(f"/v2.2/company/{customer.company_id}")

    assert {customer.ask("GET", f"/v2.2/document/{one}").status for one in job["documentIds"]} == {404}
    for one in job["documentIds"]:
        _wait_until_erased(cloud, one)


def _wait_until_erased(cloud: LocalCloud, document_id: str) -> None:
    wait_until(lambda: not versions(cloud, document_id), "nothing left in the bucket")
