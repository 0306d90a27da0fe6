"""The same bytes are read once for a company, answered every time, and hidden never."""

from billhook.local.samples import text_bill, unreadable_file
from tests.journeys.customer import Customer


def test_a_second_copy_shows_the_first_ones_content(customer: Customer) -> None:
    pdf = text_bill(31)
    first = customer.read("first.pdf", pdf)

    job = customer.job(customer.hand_in(("second.pdf", pdf), siteId=customer.site_id)["id"])
    second = customer.document(job["documentIds"][0])
    customer.told("job.completed.v2", job["id"])

    assert second["id"] != first["id"]
    assert (second["duplicateOf"], second["status"]) == (first["id"], first["status"])
    assert (second["totalCharges"], second["fileName"]) == (first["totalCharges"], "second.pdf")
    assert second["evidence"] == first["evidence"]
    assert (job["status"], job["duplicateDocumentIds"], job["duplicates"]) == ("COMPLETED", [second["id"]], 1)
    assert job["parsedDocumentIds"] == []
    assert customer.events(second["id"]) == []


def test_copies_handed_in_at_the_same_time_have_one_winner(customer: Customer) -> None:
    pdf = text_bill(32)

    job = customer.job(customer.hand_in(*((f"{copy}.pdf", pdf) for copy in range(4)))["id"])
    documents = [customer.document(document_id) for document_id in job["documentIds"]]

    winner = next(document for document in documents if document["duplicateOf"] is None)
    losers = [document for document in documents if document is not winner]
    assert {document["duplicateOf"] for document in losers} == {winner["id"]}
    assert len(losers) == job["duplicates"] == 3
    assert {document["totalCharges"] for document in documents} == {winner["totalCharges"]}


def test_who_asks_for_it_gets_a_fresh_reading(customer: Customer) -> None:
    pdf = text_bill(33)
    customer.read("first.pdf", pdf)

    again = customer.read("again.pdf", pdf, allowDuplicate="true")

    assert again["duplicateOf"] is None
    customer.told("document.created.v2", again["id"])


def test_a_file_that_was_rejected_is_looked_at_again(customer: Customer) -> None:
    first = customer.read("cut.pdf", unreadable_file(34))

    second = customer.read("cut.pdf", unreadable_file(34))

    assert (first["status"], second["status"]) == ("REJECTED", "REJECTED")
    assert second["duplicateOf"] is None
