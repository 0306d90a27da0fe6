"""E-invoices through the service: alone in each syntax, signed, in an archive, attached to a bill, hostile; goods."""

from io import BytesIO

import pypdf
import pytest

from billhook.local.samples import e_invoice, european
from billhook.local.samples.e_invoice import xrechnung
from tests.adapters.sandbox.signed_files import ber, signed
from tests.extraction.machine_readable.e_invoices import FACTURAE, FATTURA, KSEF, NF3E, NFCOM, ubl, ubl_line
from tests.journeys.archives import zipped
from tests.journeys.customer import Customer

CREDIT = ubl(root="CreditNote", kind="381", lines=ubl_line("Strom", "400", "KWH", "100.00", root="CreditNote"))
FAMILIES: dict[str, tuple[str | bytes, str | None]] = {
    "cii": (e_invoice(51), None),
    "ubl-invoice": (ubl(), "119.00"),
    "ubl-credit-note": (CREDIT, "-119.00"),
    "fatturapa": (FATTURA.format(kind="TD01").strip(), "122.00"),
    "facturae": (FACTURAE.strip(), "121.00"),
    "nf3e": (NF3E.strip(), "100.00"),
    "nfcom": (NFCOM.strip(), "99.90"),
    "ksef-fa": (KSEF.strip(), "23.00"),
}


def content_of(text: str | bytes) -> bytes:
    return text.encode() if isinstance(text, str) else text


def with_attachment(pdf: bytes, *files: tuple[str, bytes]) -> bytes:
    writer, target = pypdf.PdfWriter(clone_from=BytesIO(pdf)), BytesIO()
    for name, content in files:
        writer.add_attachment(name, content)
    writer.write(target)
    return target.getvalue()


@pytest.mark.parametrize("name", FAMILIES)
def test_e_invoice_alone_becomes_a_parsed_document(customer: Customer, name: str) -> None:
    text, total = FAMILIES[name]

    document = customer.submit_and_wait(f"{name}.xml", content_of(text))
    event = customer.wait_for_event("document.created.v2", document["id"])

    assert (document["status"], document["statusReason"], document["pages"]) == ("PARSED", None, [])
    assert document["totalCharges"] == (total or f"{european.german(51).truth.total_charges:.2f}")
    assert document["evidence"]["totalCharges"]["source"] == "xml"
    assert document["evidence"]["totalCharges"]["page"] is None
    assert document["usageData"]
    assert document["lineItems"]
    assert event.body["totalCharges"] == document["totalCharges"]


def test_signed_e_invoice_is_parsed(customer: Customer) -> None:
    content = signed(ber(0x04, content_of(FATTURA.format(kind="TD01").replace("25/881", "25/882").strip())))

    document = customer.submit_and_wait("fattura.xml.p7m", content)

    assert (document["status"], document["invoiceId"]) == ("PARSED", "25/882")


def test_e_invoice_of_an_archive_is_parsed(customer: Customer) -> None:
    job = customer.job(customer.submit(("bills.zip", zipped(("strom.xml", e_invoice(52)))))["id"])

    assert [customer.document(found)["status"] for found in job["parsedDocumentIds"]] == ["PARSED"]


def test_attached_e_invoice_confirms_the_printed_bill(customer: Customer) -> None:
    sample = european.german(53)
    earlier = sample.truth.model_copy(update={"invoice_id": "RE-00000001"})
    files = (("a-previous.xml", xrechnung(earlier)), ("factur-x.xml", xrechnung(sample.truth)))

    document = customer.submit_and_wait("strom.pdf", with_attachment(sample.sheet.pdf(), *files))

    assert document["status"] == "PARSED"
    (invoice,) = [witness for witness in document["witnesses"] if witness["source"] == "xml"]
    assert (invoice["format"], invoice["values"]["invoiceId"]) == ("cii", sample.truth.invoice_id)
    assert [check["holds"] for check in document["checks"] if check["name"] == "xml-agrees"] == [True]
    assert document["evidence"]["totalCharges"]["confidence"] >= 0.99
    assert document["evidence"]["totalCharges"]["page"] == 1


def test_attached_e_invoice_that_differs_sends_bill_to_review(customer: Customer) -> None:
    sample = european.german(54)
    total = sample.truth.total_charges
    other = sample.truth.model_copy(update={"total_charges": total and total + 10})

    document = customer.submit_and_wait(
        "strom.pdf", with_attachment(sample.sheet.pdf(), ("factur-x.xml", xrechnung(other)))
    )

    assert (document["status"], document["statusReason"]) == ("NEEDS_REVIEW", "failed_checks")
    assert document["totalCharges"] == f"{total:.2f}"
    assert [check["name"] for check in document["checks"] if not check["holds"]] == ["xml-agrees"]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (ubl(ubl_line("Bürostuhl", "4", "C62", "100.00")).encode(), "not_a_utility_bill"),
        (b'<?xml version="1.0"?><rss/>', "unsupported_type"),
        (b'<?xml version="1.0"?><!DOCTYPE R [<!ENTITY a "b">]><R>&a;</R>', "unsafe"),
        (b'<?xml version="1.0"?><Invoice>', "corrupt"),
    ],
)
def test_other_xml_is_rejected_with_its_reason(customer: Customer, content: bytes, reason: str) -> None:
    document = customer.submit_and_wait("bill.xml", content)

    assert (document["status"], document["statusReason"]) == ("REJECTED", reason)
