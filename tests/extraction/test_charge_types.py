"""What a charge is for: told by its words, wherever they stand."""

from decimal import Decimal

from billhook.domain.bill import BillingPeriod, ChargeType
from billhook.extraction import extract
from tests.extraction.pages import reading_of


def test_a_charge_that_begins_with_its_dates_is_what_the_line_above_says() -> None:
    reading = reading_of(
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


def test_a_charge_for_days_before_the_period_is_of_a_previous_one() -> None:
    reading = reading_of(
        {40: "Alder Valley Power"},
        {40: "Account number", 200: "4455667788"},
        {40: "Service period", 200: "02/10/2026 - 03/11/2026"},
        {40: "Energy charge 1,000 kWh @ $0.10", -400: "$100.00"},
        {40: "Energy 02/10/2026 - 03/11/2026 20 kWh @ $0.10", -400: "$2.00"},
        {40: "Adjustment 01/08/2026 - 02/09/2026", -400: "$7.00"},
        {40: "Total amount due", -400: "$109.00"},
    )

    (bill,) = extract(reading).bills

    previous, current = BillingPeriod.PREVIOUS, BillingPeriod.CURRENT
    assert [item.billing_period for item in bill.line_items] == [current, current, previous]
