"""Periods of service: ranges in a line, in neighbouring cells, below each other, and spans of other figures."""

from datetime import date

from billhook.extraction.candidates.periods import COUNTED, SURE_HEADING, printed_periods
from tests.extraction.pages import Row, annotated_rows, candidates_of

MAY = (date(2026, 5, 1), date(2026, 5, 31))


def scores_of(*rows: Row) -> dict[tuple[date, date], float]:
    """The best score of each period."""
    found = printed_periods(annotated_rows(*rows), date(2026, 6, 3))
    return {period.value: max(item.score for item in found if item.value == period.value) for period in found}


def test_printed_periods_end_label_in_next_cell() -> None:
    assert MAY in scores_of({40: "Service period: 05/01/2026", 300: "To: 05/31/2026"})


def test_printed_periods_stacked_dates_below_label() -> None:
    assert MAY in scores_of({40: "Service period"}, {40: "05/31/2026"}, {40: "05/01/2026"})


def test_printed_periods_next_reading_ends_none() -> None:
    assert not scores_of(
        {40: "Meter", 160: "Read date", 300: "Next read date"}, {40: "NB-40713", 160: "05/31/2026", 300: "06/30/2026"}
    )


def test_printed_periods_annual_span_is_unlikely() -> None:
    year = (date(2025, 6, 1), date(2026, 5, 31))

    scores = scores_of(
        {40: "Service period 05/01/2026 - 05/31/2026"},
        {40: "Annual usage"},
        {40: "06/01/2025 - 05/31/2026"},
    )

    assert scores[year] < scores[MAY] / 2


def test_printed_periods_exclude_adjacent_months_of_a_history() -> None:
    assert not scores_of({40: "jan-26", 120: "feb-26", 200: "mar-26", 280: "apr-26", 360: "may-26"})


def test_printed_periods_current_reading_date_left_of_previous() -> None:
    assert MAY in scores_of(
        {40: "Current Reading Date", 160: "31-05-2026", 300: "Previous Reading Date", 420: "01-05-2026"}
    )


def test_printed_periods_of_an_earlier_bill_score_lower() -> None:
    scores = scores_of(
        {40: "Corrected charges 11/30/25 - 12/31/25", 400: "85.50"}, {40: "Energy 05/01/2026 - 05/31/2026", 400: "9.10"}
    )

    assert scores[MAY] > scores[date(2025, 11, 30), date(2025, 12, 31)]


def test_printed_periods_beside_their_number_of_days_are_sure() -> None:
    assert scores_of({40: "Energy charge for 30 days 05/01/2026 to 05/31/2026"})[MAY] >= COUNTED


def test_printed_periods_with_own_label_below_a_charge_are_sure() -> None:
    scores = scores_of(
        {40: "Electric Charges 5,400 kWh", 400: "$611.70"}, {40: "BILLING PERIOD 05/01/2026 - 05/31/2026"}
    )

    assert scores[MAY] > SURE_HEADING


def test_reading_period_is_between_dates_of_one_column() -> None:
    rows = candidates_of(
        {40: "Meter", 150: "Next read date", 260: "Read date", 350: "Reading", 450: "Usage"},
        {40: "TK1-20000", 150: "6/30/2026", 260: "5/31/2026", 350: "67,200", 450: "5,443"},
        {260: "5/1/2026", 350: "61,757"},
    ).meter_rows

    assert [row.period and row.period.value for row in rows] == [MAY]
