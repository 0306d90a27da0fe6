"""Duplicates: equal bytes are parsed once per company; every upload gets a document of its own."""

from billhook.local.samples import text_bill, unreadable_file
from tests.journeys.customer import Customer


def test_duplicate_copies_the_first_result(customer: Customer) -> None:
    pdf = text_bill(31)
    first = customer.submit_and_wait("first.pdf", pdf)

    job = customer.job(customer.submit(("second.pdf", pdf), siteId=customer.site_id)["id"])
    second = customer.document(job["documentIds"][0])
    customer.wait_for_event("job.completed.v2", job["id"])

    assert second["id"] != first["id"]
    assert (second["duplicateOf"], second["status"]) == (first["id"], first["status"])
    assert (second["totalCharges"], second["fileName"]) == (first["totalCharges"], "second.pdf")
    assert second["evidence"] == first["evidence"]
    assert (job["status"], job["duplicateDocumentIds"], job["duplicates"]) == ("COMPLETED", [second["id"]], 1)
    assert job["parsedDocumentIds"] == []
    assert customer.events(second["id"]) == []


def test_simultaneous_duplicates_have_one_original(customer: Customer) -> None:
    pdf = text_bill(32)

    job = customer.job(customer.submit(*((f"{copy}.pdf", pdf) for copy in range(4)))["id"])
    documents = [customer.document(document_id) for document_id in job["documentIds"]]

    original = next(document for document in documents if document["duplicateOf"] is None)
    duplicates = [document for document in documents if document is not original]
    assert {document["duplicateOf"] for document in duplicates} == {original["id"]}
    assert len(duplicates) == job["duplicates"] == 3
    assert {document["totalCharges"] for document in documents} == {original["totalCharges"]}


def test_duplicate_with_allow_duplicate_is_parsed_again(customer: Customer) -> None:
    pdf = text_bill(33)
    customer.submit_and_wait("first.pdf", pdf)

    second = customer.submit_and_wait("again.pdf", pdf, allowDuplicate="true")

    assert second["duplicateOf"] is None
    customer.wait_for_event("document.created.v2", second["id"])


def test_copy_of_rejected_file_is_no_duplicate(customer: Customer) -> None:
    first = customer.submit_and_wait("cut.pdf", unreadable_file(34))

    second = customer.submit_and_wait("cut.pdf", unreadable_file(34))

    assert (first["status"], second["status"]) == ("REJECTED", "REJECTED")
    assert second["duplicateOf"] is None
