"""Deletion: the API stops returning the data at once, and the bucket loses every version of the objects."""

from typing import Any

from billhook.local.aws import Emulator
from billhook.local.cloud import LocalCloud
from billhook.local.samples import text_bill
from tests.journeys.customer import Customer, wait_until


def versions(cloud: LocalCloud, document_id: str) -> list[dict[str, Any]]:
    """Every object version and delete marker that the bucket has of a document."""
    paginator = Emulator(cloud.aws_endpoint_url).client("s3").get_paginator("list_object_versions")
    pages = list(paginator.paginate(Bucket=cloud.bucket))
    found = [item for part in pages for kind in ("Versions", "DeleteMarkers") for item in part.get(kind, ())]
    return [item for item in found if document_id in item["Key"]]


def test_deletion_of_document_erases_every_object_version(customer: Customer, cloud: LocalCloud) -> None:
    document = customer.submit_and_wait("bill.pdf", text_bill(931))
    path = f"/v2.2/document/{document['id']}"
    corrected = customer.request("PATCH", path, json={"invoiceId": "A-1"}, headers={"If-Match": '"1"'})
    s3 = Emulator(cloud.aws_endpoint_url).client("s3")
    for key in {version["Key"] for version in versions(cloud, document["id"])}:  # adds a version and a delete marker
        s3.put_object(Bucket=cloud.bucket, Key=key, Body=b"anew")
        s3.delete_object(Bucket=cloud.bucket, Key=key)
    before = versions(cloud, document["id"])
    assert corrected.status == 200
    assert {version["Key"].split("/")[0] for version in before} == {"incoming", "documents"}
    assert len(before) >= 3 * len({version["Key"] for version in before}) >= 9

    customer.api.delete(path)

    assert customer.request("GET", path).status == 404
    assert customer.request("GET", document["url"].removeprefix(customer.api_url), key="").status == 410
    wait_until(lambda: not versions(cloud, document["id"]), "nothing left in the bucket")


def test_deletion_of_company_hides_documents_until_restored(customer: Customer, cloud: LocalCloud) -> None:
    """Erasure follows after seven days, which the tests of the use case simulate."""
    job = customer.job(customer.submit(("a.pdf", text_bill(932)), ("b.pdf", text_bill(933)))["id"])
    assert all(versions(cloud, document_id) for document_id in job["documentIds"])

    paths = [f"/v2.2/document/{document_id}" for document_id in job["documentIds"]]

    customer.api.delete(f"/v2.2/company/{customer.company_id}")
    hidden = [customer.request("GET", path).status for path in paths]
    restored = customer.request("POST", f"/v2.2/company/{customer.company_id}/restore")

    assert hidden == [404, 404]
    assert restored.status == 200
    assert [customer.request("GET", path).status for path in paths] == [200, 200]
    assert all(versions(cloud, document_id) for document_id in job["documentIds"])
