"""Agreement: which values of a bill its witnesses confirm, and which they contradict."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from billhook.domain.bill import Bill, Evidence, EvidenceSource, Identifier, Usage
from billhook.domain.document_text import Box
from billhook.domain.witness import Witness, WitnessSource
from billhook.extraction.validate.agreement import Agreement, agreement_of, described

BILL = Bill(
    invoice_id="AB2026/0035",
    bill_date=date(2026, 3, 1),
    due_date=date(2026, 3, 21),
    charges_units="EUR",
    total_charges=Decimal("80.00"),
    current_charges=Decimal("100.00"),
    tax_charges=Decimal("21.00"),
    usage_data=(
        Usage(
            start_date=date(2026, 1, 31),
            end_date=date(2026, 2, 28),
            identifiers=(Identifier(type="CUPS", value="ES 1234 1234 5678 9012 JY 1F"),),
        ),
    ),
)


def compared(bill: Bill = BILL, /, **values: str) -> Agreement:
    witness = Witness(source=WitnessSource.CODE, format="spayd", page=1, values=values)
    return agreement_of(bill.with_witnesses((*bill.witnesses, witness)), WitnessSource.CODE)


@pytest.mark.parametrize(
    ("name", "equal", "other", "pointer"),
    [
        ("totalCharges", "80", "80.01", "totalCharges"),
        ("documentTotal", "121.00", "101.00", "currentCharges"),
        ("taxCharges", "21.00", "19.00", "taxCharges"),
        ("chargesUnits", "EUR", "USD", "chargesUnits"),
        ("billDate", "2026-03-01", "2026-03-02", "billDate"),
        ("dueDate", "2026-03-21", "2026-03-22", "dueDate"),
        ("invoiceId", "FT AB2026/0035", "FT AB2026/0036", "invoiceId"),
        ("supplyPoint", "ES1234123456789012JY", "ES1234123456789013JY", "usageData/0/identifiers/0/value"),
        ("startDate", "2026-02-01", "2026-02-03", "usageData/0/startDate"),
        ("endDate", "2026-02-28", "2026-03-28", "usageData/0/endDate"),
    ],
)
def test_agreement_compares_each_field_with_the_bill(name: str, equal: str, other: str, pointer: str) -> None:
    agreement, difference = compared(**{name: equal}), compared(**{name: other})

    assert pointer in agreement.pointers()[0]
    assert agreement.differing == ()
    assert pointer in difference.pointers()[1]
    assert difference.agreed == ()


def test_agreement_of_value_that_bill_lacks_is_empty() -> None:
    assert compared(accountNumber="7", reference="8").is_empty


def test_agreement_of_one_of_several_codes_is_enough() -> None:
    instalment = Witness(source=WitnessSource.CODE, format="spayd", page=1, values={"totalCharges": "40.00"})

    agreement = compared(BILL.with_witnesses((instalment,)), totalCharges="80.00")

    assert [comparison.field for comparison in agreement.agreed] == ["totalCharges"]
    assert agreement.differing == ()


def test_agreement_ignores_value_taken_from_a_code() -> None:
    place = Evidence(page=1, box=Box(0, 0, 1, 1), text="80.00", confidence=0.9, source=EvidenceSource.CODE)

    assert compared(BILL.with_evidence({"totalCharges": place}), totalCharges="80.00").is_empty


def test_described_names_format_field_and_both_figures() -> None:
    detail = described(compared(totalCharges="81.00", dueDate="2026-03-21"))

    assert detail == (
        "differs: spayd on page 1 states the total 81.00, printed is 80.00; "
        "as printed: spayd on page 1 states the due date 2026-03-21"
    )


def test_agreement_of_other_source_is_separate() -> None:
    fields: dict[str, Any] = {"source": WitnessSource.XML, "format": "cii", "values": {"totalCharges": "80.00"}}

    bill = BILL.with_witnesses((Witness(**fields),))

    assert agreement_of(bill, WitnessSource.CODE).is_empty
    assert [comparison.field for comparison in agreement_of(bill, WitnessSource.XML).agreed] == ["totalCharges"]
