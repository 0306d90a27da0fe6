"""A bill handed in becomes a checked document with evidence, and a webhook that any library verifies."""

import json

from standardwebhooks.webhooks import Webhook

from billhook.local import services
from billhook.local.file_server import FileServer
from billhook.local.paths import LocalPaths
from billhook.local.samples import american, others, text_bill
from tests.journeys.customer import Customer


def test_a_text_bill_becomes_a_document_and_a_signed_webhook(customer: Customer) -> None:
    written = american.electric(11)
    pdf = written.sheet.pdf()

    job = customer.job(customer.hand_in(("my bill.pdf", pdf), siteId=customer.site_id, info='{"ref": "A-1"}')["id"])
    document = customer.document(job["documentIds"][0])
    webhook = customer.told("document.created.v2", document["id"])

    assert job["status"] == "COMPLETED"
    assert job["parsedDocumentIds"] == job["documentIds"] == [document["id"]]
    assert (job["duplicateDocumentIds"], job["failedDocumentIds"], job["nonUtilityDocumentIds"]) == ([], [], [])
    truth = written.truth
    assert document["status"] == "PARSED"
    assert document["totalCharges"] == f"{truth.total_charges:.2f}"
    assert document["dueDate"] == str(truth.due_date)
    assert document["billDate"] == str(truth.bill_date)
    assert document["fileName"] == "my bill.pdf"
    assert (document["siteId"], document["info"]) == (customer.site_id, {"ref": "A-1"})
    assert document["reading"]["route"] == "text_layer"

    stands = document["evidence"]["totalCharges"]
    assert stands["page"] in document["pages"]
    assert all(0 <= edge <= 1 for edge in stands["box"])
    assert document["checks"]
    assert all(check["holds"] for check in document["checks"])

    told = Webhook(customer.receiver.secret or "").verify(webhook.raw, webhook.headers)
    assert told["totalCharges"] == document["totalCharges"]
    assert "evidence" not in told
    assert customer.download(told["url"]) == pdf
    assert customer.download(document["url"]) == pdf


def test_a_scanned_bill_is_read_by_textract(customer: Customer) -> None:
    written = american.water(12)

    document = customer.read("scan.pdf", others.scan(written.sheet, 12))

    assert document["status"] in {"PARSED", "NEEDS_REVIEW"}
    assert document["reading"]["route"] == "detect_text"
    assert float(document["reading"]["estimatedCost"]) > 0
    assert document["totalCharges"] == f"{written.truth.total_charges:.2f}"
    assert "totalCharges" in document["evidence"]


def test_an_invoice_for_furniture_is_no_utility_bill(customer: Customer) -> None:
    job = customer.job(customer.hand_in(("chairs.pdf", others.furniture_invoice(13).pdf()))["id"])
    document = customer.document(job["documentIds"][0])

    told = customer.told("document.rejected.v2", document["id"]).body

    assert (document["status"], document["statusReason"]) == ("REJECTED", "not_a_utility_bill")
    assert (told["statusReason"], document["isUtilityBill"]) == ("not_a_utility_bill", False)
    assert (job["status"], job["nonUtilityDocumentIds"]) == ("COMPLETED", job["documentIds"])


def test_bills_behind_urls_are_fetched_and_a_bad_url_fails_alone(customer: Customer, places: LocalPaths) -> None:
    pdf = text_bill(14)
    with FileServer({"bill.pdf": pdf}, services.certificate(places)) as server:
        wanted = {"documents": [server.url("bill.pdf"), server.url("nothing.pdf")], "siteId": customer.site_id}

        job = customer.job(customer.api.post(f"{customer.jobs_path}/bulk", wanted)["id"])

    good, bad = (customer.document(document_id) for document_id in job["documentIds"])
    assert job["status"] == "COMPLETED"
    assert (job["parsedDocumentIds"], job["failedDocumentIds"]) == ([good["id"]], [bad["id"]])
    assert customer.download(good["url"]) == pdf
    assert (bad["status"], bad["statusReason"]) == ("REJECTED", "fetch_failed")


def test_a_finished_job_is_told_once_with_all_its_documents(customer: Customer) -> None:
    made = customer.hand_in(("a.pdf", text_bill(15)), ("b.txt", b"no bill at all"))

    job = customer.job(made["id"])
    told = customer.told("job.completed.v2", job["id"]).body

    assert told["documentIds"] == job["documentIds"] == made["documentIds"]
    assert told["status"] == "COMPLETED"
    decided = [*told["parsedDocumentIds"], *told["failedDocumentIds"], *told["nonUtilityDocumentIds"]]
    assert sorted(decided) == sorted(told["documentIds"])
    assert len(customer.events(job["id"])) == 1


def test_lists_show_the_newest_first_and_lead_on(customer: Customer) -> None:
    first = customer.read("first.pdf", text_bill(16))
    second = customer.read("second.pdf", text_bill(17))

    part = customer.api.get(f"/v2.2/document/company/{customer.company_id}", limit=1)
    rest = customer.api.get(f"/v2.2/document/company/{customer.company_id}", limit=1, cursor=part["nextCursor"])

    assert [part["results"][0]["id"], rest["results"][0]["id"]] == [second["id"], first["id"]]
    assert "evidence" not in part["results"][0]
    assert part["results"][0]["totalCharges"] == second["totalCharges"]


def test_what_was_sent_can_be_looked_up(customer: Customer) -> None:
    document = customer.read("bill.pdf", text_bill(18))
    customer.told("document.created.v2", document["id"])

    path = f"/v2.2/delivery/destination/{customer.destination_id}"
    delivery = next(one for one in customer.api.get(path)["results"] if one["subjectId"] == document["id"])
    whole = customer.api.get(f"/v2.2/delivery/{delivery['id']}")

    assert json.dumps(whole["attempts"][0]["statusCode"]) == "204"
