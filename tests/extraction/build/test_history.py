"""Usage history of the built bill."""

from datetime import date
from decimal import Decimal

from billhook.domain.bill import Commodity
from billhook.extraction import extract
from tests.extraction.pages import text_of_rows

MONTHS = (
    {40: "Month", 120: "kWh", 200: "Days"},
    {40: "Mar 2026", 120: "612", 200: "30"},
    {40: "Feb 2026", 120: "540", 200: "31"},
    {40: "Jan 2026", 120: "701", 200: "32"},
    {40: "Dec 2025", 120: "655", 200: "30"},
)


def test_build_history_gives_calendar_months_with_evidence() -> None:
    (bill,) = extract(
        text_of_rows(
            {40: "Northfield Power and Light"},
            {40: "Account number", -560: "4410 9925 71"},
            {40: "Statement date", -560: "March 14, 2026"},
            {40: "Service period", -560: "02/10/2026 - 03/11/2026"},
            {40: "Electricity used", -560: "612 kWh"},
            {40: "Amount due by April 2, 2026", -560: "$107.77"},
            *MONTHS,
        )
    ).bills

    assert [(month.start_date, month.end_date, month.usage, month.usage_units) for month in bill.usage_history[:2]] == [
        (date(2026, 2, 1), date(2026, 2, 28), Decimal(540), "kWh"),
        (date(2026, 1, 1), date(2026, 1, 31), Decimal(701), "kWh"),
    ]
    assert bill.usage_history[0].datasource_type is Commodity.ELECTRICITY
    assert bill.evidence["usageHistory/0/usage"].text == "540"
