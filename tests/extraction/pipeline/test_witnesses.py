"""A bill with a code: agreement raises confidence, difference fails a check, nothing is overridden."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from billhook.domain.bill import Bill, EvidenceSource
from billhook.extraction.pipeline.pipeline import extract
from tests.extraction.machine_readable.codes import PLACE, SWISS_LINES, qr
from tests.extraction.pages import Row, recognised, text_of_rows

SWISS = qr("\n".join(SWISS_LINES))
BODY: tuple[Row, ...] = (
    {60: "Elektrizitätswerk Hinterwil AG"},
    {60: "Rechnung Nr.", 200: "10201409"},
    {60: "Rechnungsdatum", 200: "01.07.2020"},
    {60: "Abrechnungsperiode", 200: "01.04.2020 - 30.06.2020"},
    {60: "Zähler", 160: "Stand alt", 280: "Stand neu", 400: "Verbrauch kWh"},
    {60: "EM445566", 160: "10000", 280: "19000", 400: "9000"},
)
TOTAL = {60: "Total zu bezahlen", -500: "CHF 1'949.75"}


def bill_of(*rows: Row, is_recognised: bool = False) -> Bill:
    reading = text_of_rows(*BODY, *rows)
    reading = recognised(reading, 0.7) if is_recognised else reading
    (bill,) = extract(reading.with_pages(replace(page, codes=(SWISS,)) for page in reading.pages)).bills
    return bill


def test_bill_and_code_that_agree_pass_the_check() -> None:
    bill = bill_of(TOTAL, {60: "Zahlbar bis", 200: "31.07.2020"})

    (check,) = (check for check in bill.checks if check.name == "code-agrees")
    assert check.holds
    assert "swiss-qr-bill on page 1 states the total 1949.75" in check.detail
    assert bill.evidence["totalCharges"].source is EvidenceSource.TEXT_LAYER
    assert bill.evidence["totalCharges"].confidence >= 0.99
    assert bill.witnesses[0].values["payeeAccount"] == "CH4431999123000889012"


def test_code_raises_confidence_of_recognised_words() -> None:
    bill = bill_of(TOTAL, is_recognised=True)

    assert bill.evidence["totalCharges"].confidence >= 0.99
    assert bill.evidence["utilityName"].confidence <= 0.7


def test_bill_and_code_that_differ_fail_the_check() -> None:
    bill = bill_of({60: "Total zu bezahlen", -500: "CHF 1'849.75"})

    assert bill.total_charges == Decimal("1849.75")
    assert [check.name for check in bill.failed_checks] == ["code-agrees"]
    assert bill.evidence["totalCharges"].confidence <= 0.5


def test_code_gives_the_values_that_are_not_printed() -> None:
    bill = bill_of()

    assert (bill.total_charges, bill.due_date) == (Decimal("1949.75"), date(2020, 7, 31))
    evidence = bill.evidence["totalCharges"]
    assert (evidence.source, evidence.page, evidence.box) == (EvidenceSource.CODE, 1, PLACE)


def test_code_names_the_total_among_amounts_without_a_label() -> None:
    bill = bill_of({60: "Betrag", -500: "1'949.75"}, {60: "Einzahlung", -500: "2'500.00"})

    assert bill.total_charges == Decimal("1949.75")
    assert bill.evidence["totalCharges"].source is EvidenceSource.TEXT_LAYER
