"""The console in a browser: sign in by link, look, correct by keyboard; nothing of a bill runs as code."""

import base64

import pytest

from billhook.local import cloud as local_cloud
from billhook.local.paths import LocalPaths
from billhook.local.samples import american, text_bill
from tests.journeys.browser import browse
from tests.journeys.customer import Customer, wait_until

HOSTILE = "<img src=x onerror=alert(1)>.pdf"


@pytest.fixture
def link(customer: Customer) -> str:
    """A one-time link to the console of the journeys' cloud."""
    return local_cloud.console_link()


def test_console_corrects_a_bill_by_keyboard(customer: Customer, paths: LocalPaths, link: str) -> None:
    truth = american.electric(31).truth
    document = customer.submit_and_wait("march.pdf", text_bill(31))
    customer.submit_and_wait(HOSTILE, b"%PDF-1.4 not really")

    seen = browse(
        paths, "review", link=link, company=customer.company_id, document=document["id"], value="999.99",
        issuer=truth.utility_name, hostileName=HOSTILE,
    )  # fmt: skip

    assert (seen["errors"], seen["faults"]) == ([], [])
    assert seen["hostile"] > 0
    assert seen["dialogs"] == 0
    assert seen["boxes"] > 5
    assert seen["pressed"] == "true"
    assert "999.99" in seen["failing"]
    corrected = customer.document(document["id"])
    assert (corrected["totalCharges"], corrected["isFlagged"]) == ("999.99", False)
    updated = wait_until(
        lambda: [got for got in customer.receiver.received if got.body.get("totalCharges") == "999.99"], "the webhook"
    )
    assert updated[0].type == "document.updated.v2"


def test_console_shows_conflicts_and_ends_sessions(customer: Customer, paths: LocalPaths, link: str) -> None:
    document = customer.submit_and_wait("april.pdf", text_bill(32))

    seen = browse(paths, "access", link=link, document=document["id"], first="FIRST-1", second="SECOND-2")

    expected = {401, 404, 412}  # the browser reports these answers by itself
    assert [error for error in seen["errors"] if not any(f"status of {status}" in error for status in expected)] == []
    assert seen["faults"] == []
    assert seen["second"] == "You are signed out"
    assert "Somebody changed this document" in seen["alert"]
    assert seen["typed"] == "SECOND-2"
    assert customer.document(document["id"])["accountNumber"] == "FIRST-1"
    assert seen["foreign"]
    assert seen["after"] == 401
    assert seen["httpOnly"] == [[True, "Strict"]]
    assert "bh_" not in seen["stored"]


def test_console_hands_in_and_shows_months_and_deliveries(customer: Customer, paths: LocalPaths, link: str) -> None:
    bills = [(f"bill-{seed}.pdf", text_bill(seed)) for seed in (21, 75, 26, 37, 60, 85)]
    job = customer.job(customer.submit(*bills, siteId=customer.site_id)["id"])
    customer.wait_for_event("job.completed.v2", job["id"])

    seen = browse(
        paths, "tour", link=link, company=customer.company_id, site=customer.site_id, fileName="<b>bill.pdf",
        file=base64.b64encode(text_bill(52)).decode(),
    )  # fmt: skip

    assert (seen["errors"], seen["faults"], seen["wide"], seen["language"]) == ([], [], [], "de")
    assert seen["result"].startswith("<b>bill.pdfReadCopper Ridge Power & Light")
    months = {row.split("\t")[0]: row.split("\t")[1:] for row in seen["months"]}
    assert len(months) == 9
    assert months["Sep 2025"][:2] == ["594.8", "$99.52"]  # 27 of the 33 days of 727 kWh and 121.63 USD
    assert (months["Jun 2025"][2], months["Feb 2025"][2]) == ("days without a bill", "")


def test_drop_page_takes_files_without_an_account(customer: Customer, paths: LocalPaths) -> None:
    drops = f"/v2.2/drop/company/{customer.company_id}"
    drop, closed = (customer.api.post(drops, {"siteId": customer.site_id}) for _ in range(2))
    customer.api.delete(f"/v2.2/drop/{closed['id']}")

    seen = browse(
        paths, "drop", link=drop["url"], closed=closed["url"], fileName=HOSTILE,
        file=base64.b64encode(text_bill(53)).decode(),
    )  # fmt: skip

    assert [error for error in seen["errors"] if "status of 410" not in error] == []
    assert (seen["faults"], seen["isWide"], seen["status"], seen["closed"]) == ([], False, 200, 410)
    assert seen["states"] == [f"{HOSTILE}\nReceived", "empty.pdf\nThe file is empty."]
    assert (seen["heading"], seen["text"].split(".")[0]) == ("Rechnungen einreichen", "Dieser Link ist geschlossen")
    (job,) = customer.api.get(f"/v2.2/job/company/{customer.company_id}")["results"]
    customer.wait_for_event("job.completed.v2", job["id"])
    (document,) = job["documentIds"]
    assert (customer.document(document)["fileName"], job["siteId"]) == (HOSTILE, customer.site_id)
