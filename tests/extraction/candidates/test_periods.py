"""Periods of service: ranges in a line, in neighbouring cells, below each other, and spans of other figures."""

from datetime import date

from billhook.extraction.candidates.periods import printed_periods
from tests.extraction.pages import Row, annotated_rows

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
