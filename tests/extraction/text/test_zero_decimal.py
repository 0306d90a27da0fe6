"""Amounts of currencies that bills print without decimals."""

import pytest

from billhook.extraction.text.numbers import POINT, numbers
from billhook.extraction.text.zero_decimal import has_no_decimals, mark_whole_amounts


@pytest.mark.parametrize(("currency", "expected"), [("CLP", True), ("HUF", True), ("USD", False), (None, False)])
def test_has_no_decimals_follows_the_currency(currency: str | None, expected: bool) -> None:
    assert has_no_decimals(currency) is expected


@pytest.mark.parametrize(
    ("text", "is_amount"),
    [("3,900", True), ("900", True), ("39001", False), ("3,900 kWh", False), ("No 900", False), ("3,900.50", False)],
)
def test_mark_whole_amounts_needs_groups_or_few_figures(text: str, is_amount: bool) -> None:
    (number,) = mark_whole_amounts(numbers(text, POINT), text)

    assert number.whole is is_amount


def test_mark_whole_amounts_leaves_numbers_beside_signed_amounts() -> None:
    (number,) = mark_whole_amounts(numbers("250", POINT), "250", is_row_signed=True)

    assert not number.whole
