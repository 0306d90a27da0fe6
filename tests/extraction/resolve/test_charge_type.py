"""The type of a charge, by its description."""

from decimal import Decimal

from billhook.domain.bill import ChargeType
from billhook.extraction import extract
from tests.extraction.pages import text_of_rows


def test_charge_type_of_row_with_dates_is_in_line_above() -> None:
    reading = text_of_rows(
        {40: "Alder Valley Power"},
        {40: "Account number", 200: "4455667788"},
        {40: "Energy charge 1,000 kWh @ $0.10", -400: "$100.00"},
        {40: "Goods and Services Tax"},
        {40: "01-02-2026 to 28-02-2026", -400: "$7.00"},
        {40: "Total amount due", -400: "$107.00"},
    )

    (bill,) = extract(reading).bills

    assert [item.charge_type for item in bill.line_items] == [ChargeType.CONSUMPTION, ChargeType.TAX]
    assert bill.tax_charges == Decimal("7.00")


def test_charge_type_of_charges_before_tax_is_no_tax() -> None:
    reading = text_of_rows(
        {40: "Alder Valley Power"},
        {40: "Account number", 200: "4455667788"},
        {40: "Service period", 200: "01-02-2026 to 28-02-2026"},
        {40: "Electricity used", 200: "1,000 kWh"},
        {40: "Total charges before tax", -400: "$100.00"},
        {40: "Goods and Services Tax", -400: "$7.00"},
        {40: "Total amount due", -400: "$107.00"},
    )

    (bill,) = extract(reading).bills

    assert ChargeType.TAX not in [item.charge_type for item in bill.line_items if item.total_charge == 100]
    assert bill.tax_charges == Decimal("7.00")
