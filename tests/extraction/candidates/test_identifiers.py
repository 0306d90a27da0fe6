"""What is a code and what only looks like one."""

import pytest

from billhook.extraction import extract
from tests.extraction.pages import reading_of


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
