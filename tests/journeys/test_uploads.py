"""Uploads: archives, presigned forms, drops, image types, and orphaned objects."""

import io
import json
from random import Random
from typing import Any

import pypdf
import pytest
import urllib3
from PIL import Image

from billhook.local import services
from billhook.local.aws import Emulator
from billhook.local.cloud import LocalCloud
from billhook.local.file_server import FileServer
from billhook.local.paths import LocalPaths
from billhook.local.samples import photo_bill, text_bill
from tests.journeys.archives import with_broken_entry, zipped
from tests.journeys.customer import FINAL, Customer, wait_until

MEGABYTE = 1_000_000


def big_pdf(megabytes: int, seed: int) -> bytes:
    """A bill with an incompressible attachment of that size."""
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(text_bill(seed)))
    writer.add_attachment("photos.bin", Random(seed).randbytes(megabytes * MEGABYTE))
    target = io.BytesIO()
    writer.write(target)
    return target.getvalue()


def put(form: dict[str, Any], content: bytes, **changed: str) -> urllib3.BaseHTTPResponse:
    """POST a file with a signed form, some of its fields changed."""
    parts: list[Any] = [*{**form["fields"], **changed}.items(), ("file", ("file", content, "application/octet-stream"))]
    body, kind = urllib3.encode_multipart_formdata(parts)
    return urllib3.request("POST", form["url"], body=body, headers={"content-type": kind}, timeout=60.0, retries=False)


def presigned_upload(
    customer: Customer, name: str, content_type: str = "application/pdf"
) -> tuple[str, dict[str, Any]]:
    """The job id of one announced file, and its presigned form."""
    file = {"fileName": name, "contentType": content_type}
    response = customer.api.post(f"{customer.jobs_path}/upload", {"files": [file], "siteId": customer.site_id})
    return response["job"]["id"], response["uploads"][0]


def test_zip_with_broken_entry_parses_the_others(customer: Customer) -> None:
    junk = ("__MACOSX/._a.pdf", b"x")
    files = (("cut.pdf", b"%PDF-1.4 " + bytes(90)), ("März/a.pdf", text_bill(601)), ("b.pdf", text_bill(602)), junk)

    submitted = customer.submit(("bills.zip", with_broken_entry(*files)), info='{"ref": "Z"}')
    job = customer.job(submitted["id"])

    documents = {document["fileName"]: document for document in map(customer.document, job["documentIds"])}
    assert submitted["documentIds"] == []
    assert {name: document["status"] for name, document in documents.items()} == {
        "cut.pdf": "REJECTED", "a.pdf": "PARSED", "b.pdf": "PARSED",
    }  # fmt: skip
    assert job["failedDocumentIds"] == [documents["cut.pdf"]["id"]]
    assert documents["a.pdf"]["info"] == {"ref": "Z"}
    assert customer.download(documents["a.pdf"]["url"]) == text_bill(601)
    listed = customer.api.get(f"/v2.2/document/company/{customer.company_id}")["results"]
    assert {item["id"] for item in listed} == set(job["documentIds"])
    event = customer.wait_for_event("job.completed.v2", job["id"]).body
    assert set(event["documentIds"]) == set(job["documentIds"])


def test_zip_by_url_with_pdf_name_is_unpacked(customer: Customer, paths: LocalPaths) -> None:
    content = zipped(("a.pdf", text_bill(603)))
    with FileServer({"bill.pdf": content}, services.certificate(paths)) as server:
        submitted = customer.api.post(f"{customer.jobs_path}/bulk", {"documents": [server.url("bill.pdf")]})
        job = customer.job(submitted["id"])

    (document,) = map(customer.document, job["documentIds"])
    assert (document["fileName"], document["status"]) == ("a.pdf", "PARSED")


def test_zip_that_is_corrupt_is_rejected_document(customer: Customer) -> None:
    job = customer.job(customer.submit(("bills.zip", zipped(("a.pdf", text_bill(604)))[:-9]))["id"])

    (document,) = map(customer.document, job["documentIds"])
    assert (job["status"], job["terminationReason"]) == ("FAILED", "corrupt")
    assert (document["fileName"], document["statusReason"]) == ("bills.zip", "corrupt")


def test_presigned_upload_of_30_megabytes_is_parsed(customer: Customer) -> None:
    content = big_pdf(30, 605)
    job_id, form = presigned_upload(customer, "big.pdf")
    assert customer.document(form["documentId"])["status"] == "AWAITING_UPLOAD"

    assert put(form, content).status == 204

    job = customer.job(job_id)
    document = customer.document(form["documentId"])
    assert (job["status"], document["status"]) == ("COMPLETED", "PARSED")
    assert (document["totalCharges"] is not None, document["siteId"]) == (True, customer.site_id)
    assert len(customer.download(document["url"])) == len(content) > 30 * MEGABYTE


def test_presigned_form_with_changed_fields_is_refused(customer: Customer) -> None:
    _, form = presigned_upload(customer, "a.pdf")
    pdf = text_bill(606)

    refused = [
        put(form, b""),
        put(form, pdf, key=form["fields"]["key"] + "x"),
        put(form, pdf, **{"Content-Type": "text/html"}),
        put(form, pdf, **{"x-amz-meta-company": "019a0000-0000-7000-8000-000000000001"}),
        put(form, pdf, **{"x-amz-signature": "0" * 64}),
    ]

    assert {answer.status for answer in refused} <= {400, 403}
    assert customer.document(form["documentId"])["status"] == "AWAITING_UPLOAD"


def test_presigned_form_with_oversized_file_is_refused(customer: Customer) -> None:
    _, form = presigned_upload(customer, "a.pdf")

    assert put(form, bytes(form["maxBytes"] + 1)).status == 400


def test_drop_upload_creates_a_job_per_file(customer: Customer) -> None:
    drop = customer.api.post(f"/v2.2/drop/company/{customer.company_id}", {"siteId": customer.site_id})
    forms = [json.loads(urllib3.request("POST", drop["url"], timeout=20.0).data) for _ in range(2)]
    named = customer.request("POST", drop["url"].removeprefix(customer.api_url), key="", json={"fileName": "June.pdf"})
    pdf, archive = text_bill(607), zipped(("July.pdf", text_bill(608)))

    for form, content in zip((json.loads(named.data), forms[0]), (pdf, archive), strict=True):
        assert put(form, content).status == 204

    def both_done() -> list[dict[str, Any]] | None:
        jobs = customer.api.get(customer.jobs_path)["results"]
        return jobs if len(jobs) == 2 and all(job["status"] == "COMPLETED" for job in jobs) else None

    jobs = wait_until(both_done, "two jobs done")
    documents = {
        document["fileName"]: document for job in jobs for document in map(customer.document, job["documentIds"])
    }
    assert {name: document["status"] for name, document in documents.items()} == {
        "June.pdf": "PARSED",
        "July.pdf": "PARSED",
    }
    assert {document["siteId"] for document in documents.values()} == {customer.site_id}
    assert documents["June.pdf"]["id"] == json.loads(named.data)["documentId"]

    customer.api.delete(f"/v2.2/drop/{drop['id']}")
    assert urllib3.request("POST", drop["url"], timeout=20.0).status == 410


@pytest.mark.parametrize("kind", ["TIFF", "GIF", "WEBP"])
def test_image_type_is_detected_by_content(customer: Customer, kind: str) -> None:
    target = io.BytesIO()
    Image.open(io.BytesIO(photo_bill(609))).convert("L").save(target, kind)

    document = customer.submit_and_wait("bill.pdf", target.getvalue(), allowDuplicate="true")

    assert document["status"] in {"PARSED", "NEEDS_REVIEW"}
    assert document["reading"]["route"] == "detect_text"
    assert document["totalCharges"]
    answer = urllib3.request("GET", document["url"], timeout=20.0)
    assert (answer.headers["content-type"], answer.data) == (f"image/{kind.lower()}", target.getvalue())


def test_html_with_pdf_name_is_rejected(customer: Customer) -> None:
    document = customer.submit_and_wait("bill.pdf", b"<html>Dear customer</html>")

    assert (document["status"], document["statusReason"]) == ("REJECTED", "unsupported_type")


def test_orphaned_object_is_recovered_or_rejected(customer: Customer, cloud: LocalCloud) -> None:
    s3 = Emulator(cloud.aws_endpoint_url).client("s3")
    ids = [f"019a0000-0000-7000-8000-{customer.company_id[-12:-1]}{number}" for number in range(2)]
    metadata = {"company": customer.company_id, "document": ids[0], "job": ids[1], "file-name": "lost.pdf"}
    prefix = f"incoming/{customer.company_id}"
    s3.put_object(Bucket=cloud.bucket, Key=f"{prefix}/{ids[0]}", Body=text_bill(610), Metadata=metadata)
    s3.put_object(Bucket=cloud.bucket, Key=f"{prefix}/by-hand.pdf", Body=text_bill(611))

    def both_final() -> list[dict[str, Any]] | None:
        results = customer.api.get(f"/v2.2/document/company/{customer.company_id}")["results"]
        return results if len(results) == 2 and {document["status"] for document in results} <= FINAL else None

    documents = {document["fileName"]: document for document in wait_until(both_final, "both documents are final")}
    assert (documents["lost.pdf"]["id"], documents["lost.pdf"]["status"]) == (ids[0], "PARSED")
    assert documents["document"]["statusReason"] == "unsafe"
