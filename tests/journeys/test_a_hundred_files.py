"""As many files as one request may have, in one job: each is processed, with one event each."""

from collections import Counter

from billhook.local.samples import american
from tests.journeys.customer import Customer, wait_until

MANY = 100


def test_a_hundred_files_in_one_job_come_out_right(customer: Customer) -> None:
    written = {f"{number}.pdf": american.water(2_000 + number) for number in range(MANY)}

    made = customer.hand_in(*((name, one.sheet.pdf()) for name, one in written.items()), siteId=customer.site_id)
    job = customer.job(made["id"])

    assert (job["status"], job["documentIds"]) == ("COMPLETED", made["documentIds"])
    assert sorted(job["parsedDocumentIds"]) == sorted(job["documentIds"])
    listed = customer.api.get(f"/v2.2/document/company/{customer.company_id}", limit=MANY)["results"]
    assert {one["fileName"]: one["totalCharges"] for one in listed} == {
        name: f"{one.truth.total_charges:.2f}" for name, one in written.items()
    }
    assert {one["id"] for one in listed} == set(job["documentIds"])
    told = customer.told("job.completed.v2", job["id"]).body
    assert sorted(told["parsedDocumentIds"]) == sorted(job["documentIds"])

    def each_told() -> Counter[str]:
        got = {
            (one.event_id, one.body["id"]) for one in customer.receiver.received if one.type == "document.created.v2"
        }
        return Counter(subject for _, subject in got) if len(got) >= MANY else Counter()

    assert wait_until(each_told, "each document told") == Counter(job["documentIds"])
