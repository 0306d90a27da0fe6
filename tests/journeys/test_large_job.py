"""One job with the maximum number of files: each file is parsed and has one event."""

from collections import Counter

from billhook.local.samples import american
from tests.journeys.customer import Customer, wait_until

MANY = 100


def test_job_of_100_files_parses_each_with_one_event(customer: Customer) -> None:
    samples = {f"{number}.pdf": american.water(2_000 + number) for number in range(MANY)}

    submitted = customer.submit(*((name, item.sheet.pdf()) for name, item in samples.items()), siteId=customer.site_id)
    job = customer.job(submitted["id"])

    assert (job["status"], job["documentIds"]) == ("COMPLETED", submitted["documentIds"])
    assert sorted(job["parsedDocumentIds"]) == sorted(job["documentIds"])
    listed = customer.api.get(f"/v2.2/document/company/{customer.company_id}", limit=MANY)["results"]
    assert {item["fileName"]: item["totalCharges"] for item in listed} == {
        name: f"{item.truth.total_charges:.2f}" for name, item in samples.items()
    }
    assert {item["id"] for item in listed} == set(job["documentIds"])
    event = customer.wait_for_event("job.completed.v2", job["id"]).body
    assert sorted(event["parsedDocumentIds"]) == sorted(job["documentIds"])

    def events_by_document() -> Counter[str]:
        pairs = {
            (item.event_id, item.body["id"])
            for item in customer.receiver.received
            if item.type == "document.created.v2"
        }
        return Counter(subject for _, subject in pairs) if len(pairs) >= MANY else Counter()

    assert wait_until(events_by_document, "an event about each document") == Counter(job["documentIds"])
