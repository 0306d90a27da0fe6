"""Codes on bills through the service: agreement, difference, and every family of codes that a QR symbol carries."""

from dataclasses import replace

from billhook.local.samples import american, european, others
from billhook.local.samples.page_canvas import PageCanvas
from tests.extraction.machine_readable import (
    test_central_european_slips,
    test_emv_qr,
    test_italy,
    test_links,
    test_pay_by_square,
    test_portugal,
    test_spayd,
    test_zatca,
)
from tests.extraction.machine_readable.codes import SWISS_LINES
from tests.journeys.customer import Customer

FAMILIES = {
    "swiss-qr-bill": "\n".join(SWISS_LINES),
    "spayd": test_spayd.EXAMPLE,
    "pay-by-square": "0806" + test_pay_by_square.BODY,
    "zbp-2d": test_central_european_slips.ZBP.replace("ą", "a"),
    "pix": test_emv_qr.PUBLISHED,
    "pagopa": test_italy.NOTICE,
    "at-qr": test_portugal.CODE,
    "cnmc-qr": test_links.CNMC,
    "verifactu": test_links.VERIFACTU,
    "ticketbai": test_links.TICKETBAI,
    "upi": test_links.UPI,
    "zatca": test_zatca.PUBLISHED,
}


def with_page_of_codes(sheet: PageCanvas) -> PageCanvas:
    """``sheet`` with a page that has a code of each family."""
    sheet.turn()
    sheet.text(50, 40, "Payment codes")
    for number, text in enumerate(FAMILIES.values()):
        sheet.code(50 + 180 * (number % 3), 60 + 180 * (number // 3), 140, text)
    return sheet


def test_code_that_agrees_confirms_document_and_event(customer: Customer) -> None:
    document = customer.submit_and_wait("strom.pdf", european.german(41).sheet.pdf())
    event = customer.wait_for_event("document.created.v2", document["id"])

    assert document["status"] == "PARSED"
    (witness,) = document["witnesses"]
    assert (witness["source"], witness["format"], witness["page"]) == ("code", "epc-qr", 1)
    assert witness["values"]["totalCharges"] == document["totalCharges"]
    assert {"name": "code-agrees", "holds": True} in [
        {"name": check["name"], "holds": check["holds"]} for check in document["checks"]
    ]
    assert document["evidence"]["totalCharges"]["confidence"] >= 0.99
    assert event.body["witnesses"] == document["witnesses"]


def test_code_of_a_scan_confirms_the_bill(customer: Customer) -> None:
    document = customer.submit_and_wait("strom.pdf", others.scan(european.german(42).sheet, 42))

    assert [witness["format"] for witness in document["witnesses"]] == ["epc-qr"]
    assert [check["holds"] for check in document["checks"] if check["name"] == "code-agrees"] == [True]


def test_code_that_differs_sends_bill_to_review(customer: Customer) -> None:
    sample = european.german(43)
    (code,) = sample.sheet.codes[-1]
    sample.sheet.codes[-1] = [replace(code, text=code.text.replace("\nEUR", "\nEUR9"))]

    document = customer.submit_and_wait("strom.pdf", sample.sheet.pdf())

    assert (document["status"], document["statusReason"]) == ("NEEDS_REVIEW", "failed_checks")
    assert document["totalCharges"] == f"{sample.truth.total_charges:.2f}"
    assert [check["name"] for check in document["checks"] if not check["holds"]] == ["code-agrees"]


def test_codes_of_every_family_are_read(customer: Customer) -> None:
    sheet = with_page_of_codes(american.electric(44).sheet)

    document = customer.submit_and_wait("codes.pdf", sheet.pdf())

    assert sorted(witness["format"] for witness in document["witnesses"]) == sorted(FAMILIES)
