"""Dates in many languages, with and without a year, in either order."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from billhook.extraction.text.dates import PrintedDate, dates, day_first, nearest_year

DAY = date(2024, 3, 5)


@pytest.mark.parametrize(
    "text",
    [
        "Mar 5, 2024",
        "March 5 2024",
        "Mar. 5, 2024",
        "Mar 5, 24",
        "Mar 5 '24",
        "5 March 2024",
        "5th of March 2024",
        "05-Mar-2024",
        "05MAR2024",
        "5. März 2024",
        "5 mars 2024",
        "5 de marzo de 2024",
        "5 marzo 2024",
        "5 de março de 2024",
        "2024-03-05",
        "2024/03/05",
        "05.03.2024",
        "05.03.24",
        "for 5 March 2024",
    ],
)
def test_dates_parses_every_spelling(text: str) -> None:
    assert [item.on() for item in dates(text, days_first=True)] == [DAY]


@pytest.mark.parametrize(
    "text",
    [
        "5 Mar 24-5 Mar 24",
        "Mar 05, 24-Mar 05, 24",
        "5 March 2024-5 March 2024",
        "2024-03-05-2024-03-05",
        "2024. 03. 05.-2024. 03. 05.",
        "2024.03.05.-2024.03.05.",
    ],
)
def test_dates_splits_two_dates_joined_by_a_dash(text: str) -> None:
    assert [item.on() for item in dates(text, days_first=True)] == [DAY, DAY]


def test_dates_prefers_month_names_of_the_language() -> None:
    (croatian,), (czech,) = dates("5. listopada 2024.", True, "hr"), dates("5. listopadu 2024", True, "cs")
    (polish,) = dates("5 listopada 2024", True, "pl")

    assert (croatian.on(), czech.on(), polish.on()) == (date(2024, 10, 5), date(2024, 11, 5), date(2024, 11, 5))


def test_dates_applies_the_order_of_day_and_month() -> None:
    (american,), (other,) = dates("03/05/2024", days_first=False), dates("03/05/2024", days_first=True)

    assert (american.on(), american.ambiguous) == (DAY, True)
    assert (other.on(), other.ambiguous) == (date(2024, 5, 3), True)


@pytest.mark.parametrize(
    ("text", "first"), [("13/05/2024 and 01/02/2024", True), ("05/13/2024 and 01/02/2024", False), ("01.02.2024", True)]
)
def test_day_first_follows_an_unambiguous_date(text: str, first: bool) -> None:
    assert day_first(text, default=not first) is first


def test_day_first_without_evidence_is_the_default() -> None:
    assert day_first("01/02/2024", default=True)
    assert not day_first("01/02/2024", default=False)


@pytest.mark.parametrize(
    "text",
    ["30/02/2024", "45/01/2024", "0.123", "18.9%", "1,059.000 kWh", "page 3/12 of 1/2/3", "$12.04.2024", "May 45"],
)
def test_dates_skips_lookalikes(text: str) -> None:
    assert [item for item in dates(text, days_first=True) if not item.short] == []


def test_nearest_year_is_the_one_closest_to_anchor() -> None:
    anchor = date(2024, 1, 10)

    assert nearest_year(PrintedDate(None, 12, 20, 0, 6), anchor) == date(2023, 12, 20)
    assert nearest_year(PrintedDate(None, 2, 1, 0, 6), anchor) == date(2024, 2, 1)


def test_dates_returns_the_span_of_each_date() -> None:
    text = "Billing period: 8. April 2023 bis 7. April 2024 (366 Tage)"

    first, second = dates(text, days_first=True)

    assert (text[first.start : first.end], text[second.start : second.end]) == ("8. April 2023", "7. April 2024")


@given(st.dates(min_value=date(2000, 1, 1), max_value=date(2089, 12, 31)))
def test_dates_returns_the_day_that_was_formatted(day: date) -> None:
    american, german, long = f"{day:%m/%d/%Y}", f"{day:%d.%m.%Y}", f"{day:%B} {day.day}, {day.year}"

    found = [dates(american, days_first=False), dates(german, days_first=True), dates(long, days_first=False)]

    assert [[item.on() for item in each] for each in found] == [[day]] * 3


@given(st.text(max_size=60))
def test_dates_accepts_any_text(text: str) -> None:
    for printed in dates(text, days_first=True):
        assert 1 <= printed.month <= 12


def test_day_first_rejects_order_with_negative_period() -> None:
    assert not day_first("03/02/2024 - 04/01/2024", default=True)
    assert day_first("03/02/2024 to 04/03/2024", default=True)
