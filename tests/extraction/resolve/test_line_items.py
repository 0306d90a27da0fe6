"""Line items: services and billing periods of charges."""

from billhook.domain.bill import BillingPeriod
from billhook.extraction import extract
from tests.extraction.pages import text_of_rows


def test_line_item_of_earlier_dates_is_of_previous_period() -> None:
    reading = text_of_rows(
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
