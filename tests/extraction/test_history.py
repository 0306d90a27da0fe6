"""Months before this bill's are believed where the list that names them names this bill's usage in its own month."""

from datetime import date
from decimal import Decimal

from billhook.domain.bill import Commodity
from billhook.extraction import extract
from billhook.extraction.annotate.document import AnnotatedDocument
from billhook.extraction.candidates.history import past_months
from tests.extraction.pages import Row, reading_of, view_of

END = date(2026, 3, 11)
DOWN = (
    {40: "Month", 120: "kWh", 200: "Days"},
    {40: "Mar 2026", 120: "612", 200: "30"},
    {40: "Feb 2026", 120: "540", 200: "31"},
    {40: "Jan 2026", 120: "701", 200: "32"},
    {40: "Dec 2025", 120: "655", 200: "30"},
)


def past(doc: AnnotatedDocument, usage: int = 612) -> dict[str, int]:
    return {f"{one.first:%Y-%m}": int(one.used.value) for one in past_months(doc, Decimal(usage), END)}


def test_a_list_that_has_this_bill_in_its_month_tells_of_the_others() -> None:
    assert past(view_of(*DOWN)) == {"2026-02": 540, "2026-01": 701, "2025-12": 655}


def test_each_month_has_the_place_where_it_is_printed() -> None:
    found = past_months(view_of(*DOWN), Decimal(612), END)

    assert [one.used.text for one in found] == ["540", "701", "655"]


def test_a_list_that_does_not_know_this_bill_is_not_believed() -> None:
    assert past(view_of(*DOWN), usage=613) == {}


def test_a_list_of_other_years_is_not_believed() -> None:
    rows = [
        {x: text.replace("2026", "2025").replace("Dec 2025", "Dec 2024") for x, text in row.items()} for row in DOWN
    ]

    assert past(view_of(*rows)) == {}


def test_years_follow_from_the_place_where_none_is_printed() -> None:
    months = ("Nov", "Dec", "Jan", "Feb", "Mar")
    head: Row = {40 + 60 * place: month for place, month in enumerate(months)}
    used: Row = {40 + 60 * place: value for place, value in enumerate(("598", "655", "701", "540", "612"))}

    assert past(view_of(head, used)) == {"2026-02": 540, "2026-01": 701, "2025-12": 655, "2025-11": 598}


def test_what_is_printed_behind_this_month_in_a_calendar_is_of_the_year_before() -> None:
    rows = [{40: name, 120: value} for name, value in (("JAN", "701"), ("FEB", "540"), ("MAR", "612"), ("APR", "498"))]

    assert past(view_of(*rows)) == {"2026-02": 540, "2026-01": 701, "2025-04": 498}


def test_months_with_gaps_are_no_list() -> None:
    rows = [{40: name, 120: value} for name, value in (("Mar", "612"), ("Jan", "701"), ("Oct", "655"), ("Jun", "498"))]

    assert past(view_of(*rows)) == {}


def test_amounts_of_money_are_no_usage() -> None:
    rows = [{x: f"$ {text}.00" if x == 120 and text != "kWh" else text for x, text in row.items()} for row in DOWN]

    assert past(view_of(*rows)) == {}


def test_a_bill_says_what_was_used_before_with_its_evidence() -> None:
    (bill,) = extract(
        reading_of(
            {40: "Northfield Power and Light"},
            {40: "Account number", -560: "4410 9925 71"},
            {40: "Statement date", -560: "March 14, 2026"},
            {40: "Service period", -560: "02/10/2026 - 03/11/2026"},
            {40: "Electricity used", -560: "612 kWh"},
            {40: "Amount due by April 2, 2026", -560: "$107.77"},
            *DOWN,
        )
    ).bills

    assert [(one.start_date, one.end_date, one.usage, one.usage_units) for one in bill.usage_history[:2]] == [
        (date(2026, 2, 1), date(2026, 2, 28), Decimal(540), "kWh"),
        (date(2026, 1, 1), date(2026, 1, 31), Decimal(701), "kWh"),
    ]
    assert bill.usage_history[0].datasource_type is Commodity.ELECTRICITY
    assert bill.evidence["usageHistory/0/usage"].text == "540"
