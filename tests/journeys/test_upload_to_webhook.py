"""An uploaded bill becomes a validated document with evidence, and a webhook that a standard library verifies."""

import json

from standardwebhooks.webhooks import Webhook

from billhook.local import services
from billhook.local.file_server import FileServer
from billhook.local.paths import LocalPaths
from billhook.local.samples import american, others, text_bill
from tests.journeys.customer import Customer


def test_upload_of_text_pdf_gives_document_and_signed_webhook(customer: Customer) -> None:
    sample = american.electric(11)
    pdf = sample.sheet.pdf()

    job = customer.job(customer.submit(("my bill.pdf", pdf), siteId=customer.site_id, info='{"ref": "A-1"}')["id"])
    document = customer.document(job["documentIds"][0])
    webhook = customer.wait_for_event("document.created.v2", document["id"])

    assert job["status"] == "COMPLETED"
    assert job["parsedDocumentIds"] == job["documentIds"] == [document["id"]]
    assert (job["duplicateDocumentIds"], job["failedDocumentIds"], job["nonUtilityDocumentIds"]) == ([], [], [])
    truth = sample.truth
    assert document["status"] == "PARSED"
    assert document["totalCharges"] == f"{truth.total_charges:.2f}"
    assert document["dueDate"] == str(truth.due_date)
    assert document["billDate"] == str(truth.bill_date)
    assert document["fileName"] == "my bill.pdf"
    assert (document["siteId"], document["info"]) == (customer.site_id, {"ref": "A-1"})
    assert document["reading"]["route"] == "text_layer"

    evidence = document["evidence"]["totalCharges"]
    assert evidence["page"] in document["pages"]
    assert all(0 <= edge <= 1 for edge in evidence["box"])
    assert document["checks"]
    assert all(check["holds"] for check in document["checks"])

    event = Webhook(customer.receiver.secret or "").verify(webhook.raw, webhook.headers)
    assert event["totalCharges"] == document["totalCharges"]
    assert "evidence" not in event
    assert customer.download(event["url"]) == pdf
    assert customer.download(document["url"]) == pdf


def test_upload_of_scan_is_read_by_textract(customer: Customer) -> None:
    sample = american.water(12)

    document = customer.submit_and_wait("scan.pdf", others.scan(sample.sheet, 12))

    assert document["status"] in {"PARSED", "NEEDS_REVIEW"}
    assert document["reading"]["route"] == "detect_text"
    assert float(document["reading"]["estimatedCost"]) > 0
    assert document["totalCharges"] == f"{sample.truth.total_charges:.2f}"
    assert "totalCharges" in document["evidence"]


def test_upload_of_furniture_invoice_is_rejected(customer: Customer) -> None:
    job = customer.job(customer.submit(("chairs.pdf", others.furniture_invoice(13).pdf()))["id"])
    document = customer.document(job["documentIds"][0])

    event = customer.wait_for_event("document.rejected.v2", document["id"]).body

    assert (document["status"], document["statusReason"]) == ("REJECTED", "not_a_utility_bill")
    assert (event["statusReason"], document["isUtilityBill"]) == ("not_a_utility_bill", False)
    assert (job["status"], job["nonUtilityDocumentIds"]) == ("COMPLETED", job["documentIds"])


def test_bulk_job_with_one_bad_url_reads_the_others(customer: Customer, paths: LocalPaths) -> None:
    pdf = text_bill(14)
    with FileServer({"bill.pdf": pdf}, services.certificate(paths)) as server:
        request = {"documents": [server.url("bill.pdf"), server.url("nothing.pdf")], "siteId": customer.site_id}

        job = customer.job(customer.api.post(f"{customer.jobs_path}/bulk", request)["id"])

    parsed, rejected = (customer.document(document_id) for document_id in job["documentIds"])
    assert job["status"] == "COMPLETED"
    assert (job["parsedDocumentIds"], job["failedDocumentIds"]) == ([parsed["id"]], [rejected["id"]])
    assert customer.download(parsed["url"]) == pdf
    assert (rejected["status"], rejected["statusReason"]) == ("REJECTED", "fetch_failed")


def test_completed_job_sends_one_event_with_its_documents(customer: Customer) -> None:
    submitted = customer.submit(("a.pdf", text_bill(15)), ("b.txt", b"no bill at all"))

    job = customer.job(submitted["id"])
    event = customer.wait_for_event("job.completed.v2", job["id"]).body

    assert event["documentIds"] == job["documentIds"] == submitted["documentIds"]
    assert event["status"] == "COMPLETED"
    finished = [*event["parsedDocumentIds"], *event["failedDocumentIds"], *event["nonUtilityDocumentIds"]]
    assert sorted(finished) == sorted(event["documentIds"])
    assert len(customer.events(job["id"])) == 1


def test_document_list_pages_are_newest_first(customer: Customer) -> None:
    first = customer.submit_and_wait("first.pdf", text_bill(16))
    second = customer.submit_and_wait("second.pdf", text_bill(17))

    page = customer.api.get(f"/v2.2/document/company/{customer.company_id}", limit=1)
    next_page = customer.api.get(f"/v2.2/document/company/{customer.company_id}", limit=1, cursor=page["nextCursor"])

    assert [page["results"][0]["id"], next_page["results"][0]["id"]] == [second["id"], first["id"]]
    assert "evidence" not in page["results"][0]
    assert page["results"][0]["totalCharges"] == second["totalCharges"]


def test_delivery_after_success_shows_status_code(customer: Customer) -> None:
    document = customer.submit_and_wait("bill.pdf", text_bill(18))
    customer.wait_for_event("document.created.v2", document["id"])

    path = f"/v2.2/delivery/destination/{customer.destination_id}"
    delivery = next(item for item in customer.api.get(path)["results"] if item["subjectId"] == document["id"])
    shown = customer.api.get(f"/v2.2/delivery/{delivery['id']}")

    assert json.dumps(shown["attempts"][0]["statusCode"]) == "204"
