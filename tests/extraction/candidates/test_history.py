"""Lists of months with the figures beside or below them."""

from decimal import Decimal

import pytest

from tests.extraction.pages import Row, candidates_of

Series = list[tuple[list[tuple[int, int | None]], list[list[Decimal | None]]]]


def series_of(*rows: Row) -> Series:
    """The months and, per column, the figures of each list."""
    return [
        (
            [(month.month, month.year) for month in series.months],
            [[figure.value if figure else None for figure in column] for column in series.columns],
        )
        for series in candidates_of(*rows).month_series
    ]


def numbers(*values: int | None) -> list[Decimal | None]:
    return [None if value is None else Decimal(value) for value in values]


def test_propose_month_series_reads_columns_beside_months() -> None:
    ((months, columns),) = series_of(
        {40: "Mar 2026", 160: "612", 260: "30"},
        {40: "Feb 2026", 160: "540", 260: "28"},
        {40: "Jan 2026", 160: "701", 260: "31"},
        {40: "Dec 2025", 160: "655", 260: "31"},
    )

    assert months == [(3, 2026), (2, 2026), (1, 2026), (12, 2025)]
    assert columns == [numbers(612, 540, 701, 655), numbers(30, 28, 31, 31)]


def test_propose_month_series_reads_figures_below_months() -> None:
    head: Row = {40: "Nov", 120: "Dec", 200: "Jan", 280: "Feb"}

    ((months, columns),) = series_of(head, {40: "598", 120: "655", 200: "701", 280: "540"})

    assert months == [(11, None), (12, None), (1, None), (2, None)]
    assert numbers(598, 655, 701, 540) in columns


def test_propose_month_series_omits_missing_figures() -> None:
    ((_, columns),) = series_of({40: "Jan", 160: "701"}, {40: "Feb", 160: "540"}, {40: "Mar"}, {40: "Apr", 160: "498"})

    assert columns == [numbers(701, 540, None, 498)]


@pytest.mark.parametrize(
    "names", [("Jan", "Feb", "Mar"), ("Jan", "Mar", "Jun", "Oct"), ("January usage rose", "Feb", "Mar", "Apr")]
)
def test_propose_month_series_of_scattered_months_is_empty(names: tuple[str, ...]) -> None:
    assert series_of(*({40: name, 300: "700"} for name in names)) == []


def test_propose_month_series_skips_money() -> None:
    rows: list[Row] = [
        {40: name, 160: f"${amount}.00"} for name, amount in zip(("Jan", "Feb", "Mar", "Apr"), "7654", strict=True)
    ]

    ((_, columns),) = series_of(*rows)

    assert columns == [numbers(None, None, None, None)]
