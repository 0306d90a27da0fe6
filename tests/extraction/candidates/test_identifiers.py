"""What is a code and what only looks like one."""

import pytest

from billhook.extraction import extract
from billhook.extraction.candidates.identifiers import labelled_codes
from tests.extraction.pages import Row, reading_of, view_of


@pytest.mark.parametrize(
    ("printed", "invoice"),
    [("31/12", None), ("1/4", None), ("2031/12", "2031/12"), ("31/4490", "31/4490")],
)
def test_a_day_and_a_month_are_no_invoice_number(printed: str, invoice: str | None) -> None:
    reading = reading_of(
        {40: "Cedar Falls Energy", 300: "Electricity bill"},
        {40: "Account number", 200: "4471 120 88"},
        {40: f"Invoice number {printed}"},
        {40: "Bill date", 200: "03/05/2025"},
        {40: "Usage", 200: "520 kWh"},
        {40: "Amount due", 200: "$64.12"},
    )

    (bill,) = extract(reading).bills

    assert bill.invoice_id == invoice


def account_of(*rows: Row) -> str | None:
    found = labelled_codes(view_of(*rows), "account_number")
    return found[0].value if found else None


def test_labelled_codes_end_at_the_next_label() -> None:
    assert account_of({40: "Office: 4417 Consumer No: 318820057741 RX: 2 Tariff: 04"}) == "318820057741"


def test_labelled_codes_label_without_blank() -> None:
    assert account_of({40: "ACCOUNT NUMBER:051833276904"}) == "051833276904"


@pytest.mark.parametrize("printed", ["04/2026", "31.207/19"])
def test_labelled_codes_skip_months_and_laws(printed: str) -> None:
    assert account_of({40: "Account number", 200: printed}) is None


@pytest.mark.parametrize(("printed", "code"), [("QDW482", "QDW482"), ("482", None)])
def test_labelled_codes_of_three_digits_have_letters(printed: str, code: str | None) -> None:
    assert account_of({40: "Account number", 200: printed}) == code
