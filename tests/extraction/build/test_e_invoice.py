"""Bills of e-invoices: complete, with evidence of their own kind; goods are no utility bill."""

from decimal import Decimal

import pytest

from billhook.domain.bill import ChargeType
from billhook.domain.document_text import DocumentText
from billhook.extraction.build.e_invoice import bill_of, is_utility_bill
from billhook.extraction.machine_readable.e_invoices import EInvoice, e_invoices_of
from billhook.extraction.pipeline.pipeline import extract
from billhook.extraction.validate.checks import checked
from billhook.local.samples import e_invoice, european
from tests.extraction.machine_readable.e_invoices import FACTURAE, FATTURA, KSEF, NF3E, NFCOM, tree, ubl, ubl_line


def invoice_of(text: str | bytes) -> EInvoice:
    (invoice,) = e_invoices_of(tree(text))
    return invoice


@pytest.mark.parametrize("text", [ubl(), FATTURA.format(kind="TD01"), FACTURAE, NF3E, NFCOM, KSEF, e_invoice()])
def test_bill_of_each_syntax_is_complete_and_adds_up(text: str | bytes) -> None:
    extraction = extract(DocumentText((), (tree(text),)))

    (bill,) = extraction.bills
    assert (bill.lacks, bill.failed_checks) == ((), ())
    assert {"total-adds-up", "items-add-up"} <= {check.name for check in bill.checks}
    assert {item.source for item in bill.evidence.values()} == {"xml"}
    assert {item.page for item in bill.evidence.values()} == {None}


def test_bill_of_sample_has_the_values_of_the_print() -> None:
    truth, bill = european.german(1).truth, bill_of(invoice_of(e_invoice(1)))

    for name in ("total_charges", "invoice_id", "account_number", "bill_date", "due_date", "tax_charges"):
        assert getattr(bill, name) == getattr(truth, name)
    assert [(entry.usage, entry.datasource_type) for entry in bill.usage_data] == [
        (entry.usage, entry.datasource_type) for entry in truth.usage_data
    ]


def test_prepaid_amount_is_a_payment() -> None:
    bill = bill_of(invoice_of(ubl(payable="-11.00")))

    assert (bill.after_previous_total_payment, bill.current_open_balance) == (Decimal("-130.00"), Decimal("-130.00"))


def test_claims_of_others_are_added() -> None:
    bill = checked(bill_of(invoice_of(ubl(payable="129.00"))))

    assert (bill.total_charges, bill.after_previous_charges) == (Decimal("129.00"), Decimal("10.00"))
    assert bill.failed_checks == ()


def test_price_of_discounted_line_is_left_out() -> None:
    line = ubl_line("Strom", "400", "KWH", "100.00", more="<AllowanceCharge><Amount>5.00</Amount></AllowanceCharge>")

    assert bill_of(invoice_of(ubl(line))).line_items[0].rate is None


def test_taxes_are_items_by_rate() -> None:
    assert [(item.description, item.charge_type) for item in bill_of(invoice_of(ubl())).line_items][1:] == [
        ("VAT 19 %", ChargeType.TAX)
    ]


@pytest.mark.parametrize(
    "lines",
    [
        ubl_line("Bürostuhl", "4", "C62", "100.00"),
        ubl_line("Transportbeton", "12", "MTQ", "100.00"),
        ubl_line("Gasgrill", "1", "C62", "100.00"),
        ubl_line("Wallbox 11 kW", "1", "C62", "100.00"),
        ubl_line("Palette", "1", "C62", "100.00", more="<Note>340123450000000017</Note>"),
    ],
)
def test_goods_are_no_utility_bill(lines: str) -> None:
    extraction = extract(DocumentText((), (tree(ubl(lines)),)))

    assert not is_utility_bill(invoice_of(ubl(lines)))
    assert (extraction.bills, (extraction.reason or "").split(":")[0]) == ((), "invoice")


@pytest.mark.parametrize(
    "lines",
    [
        ubl_line("Leistung", "1000", "KWH", "100.00"),
        ubl_line("Trinkwasser", "12", "MTQ", "100.00"),
        ubl_line("Abschlag Stromlieferung", "1", "C62", "100.00"),
    ],
)
def test_energy_water_and_their_instalments_are_utility_bills(lines: str) -> None:
    assert is_utility_bill(invoice_of(ubl(lines)))
