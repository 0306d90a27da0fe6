"""Values that only a code states."""

from datetime import date
from decimal import Decimal

from billhook.domain.bill import Bill, EvidenceSource
from billhook.domain.document_text import Box
from billhook.domain.witness import Witness, WitnessSource
from billhook.extraction.build.witnesses import CONFIDENCE, completed

PLACE = Box(0.1, 0.7, 0.3, 0.85)


def code(**values: str) -> Witness:
    return Witness(source=WitnessSource.CODE, format="spayd", page=2, box=PLACE, values=values)


def test_completed_takes_missing_values_from_code_with_its_place() -> None:
    bill = completed(Bill(charges_units="EUR"), (code(totalCharges="80.00", dueDate="2026-03-21", chargesUnits="CZK"),))

    assert (bill.total_charges, bill.due_date, bill.charges_units) == (Decimal("80.00"), date(2026, 3, 21), "EUR")
    evidence = bill.evidence["totalCharges"]
    assert (evidence.page, evidence.box, evidence.text) == (2, PLACE, "80.00")
    assert (evidence.source, evidence.confidence) == (EvidenceSource.CODE, CONFIDENCE)
    assert "chargesUnits" not in bill.evidence


def test_completed_keeps_printed_value_that_differs() -> None:
    bill = completed(Bill(total_charges=Decimal("81.00")), (code(totalCharges="80.00"),))

    assert bill.total_charges == Decimal("81.00")
    assert len(bill.witnesses) == 1


def test_completed_takes_no_value_on_which_codes_differ() -> None:
    assert completed(Bill(), (code(totalCharges="80.00"), code(totalCharges="40.00"))).total_charges is None


def test_completed_takes_value_of_invoice_without_place() -> None:
    invoice = Witness(source=WitnessSource.XML, format="cii", values={"totalCharges": "80.00"})

    bill = completed(Bill(), (invoice,))

    assert bill.total_charges == Decimal("80.00")
    assert (bill.evidence["totalCharges"].source, bill.evidence["totalCharges"].page) == (EvidenceSource.XML, None)


def invoice(number: str, total: str) -> Witness:
    return Witness(source=WitnessSource.XML, format="cii", values={"invoiceId": number, "totalCharges": total})


def test_completed_keeps_of_several_invoices_that_of_the_bill() -> None:
    earlier, matching = invoice("R-1", "70.00"), invoice("2025-R-2", "80.00")

    assert completed(Bill(invoice_id="2025-R-2"), (earlier, matching)).witnesses == (matching,)
    assert completed(Bill(total_charges=Decimal("80.00")), (earlier, matching)).witnesses == (matching,)
    assert completed(Bill(), (earlier, matching)).witnesses == ()


def test_completed_keeps_only_invoice_of_another_number() -> None:
    assert len(completed(Bill(invoice_id="R-9"), (invoice("R-1", "70.00"),)).witnesses) == 1
