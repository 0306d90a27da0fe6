"""Amounts on the wire."""

import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from billhook.domain.money import is_rounding, plain, printed, rounded

SOURCE_PATTERN = re.compile(r"^-?\d{0,18}(?:\.\d{0,2})?$")
amounts = st.decimals(allow_nan=False, allow_infinity=False, places=5, min_value=-(10**17), max_value=10**17)


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        ("121", "121.00"), ("-3.5", "-3.50"), ("0.125", "0.12"), ("0.135", "0.14"), ("-0.125", "-0.12"),
        ("1E+3", "1000.00"), ("0", "0.00"), ("-0.001", "0.00"),
        ("-0.00", "0.00"), ("1234567890123456.789", "1234567890123456.79"),
    ],
)  # fmt: skip
def test_amount_has_two_decimals_half_even(amount: str, text: str) -> None:
    assert printed(Decimal(amount)) == text


@given(amounts)
def test_amount_matches_the_schemas_pattern(amount: Decimal) -> None:
    assert SOURCE_PATTERN.match(printed(amount))
    assert abs(Decimal(printed(amount)) - amount) <= Decimal("0.005")


@given(amounts)
def test_amount_rounding_is_idempotent(amount: Decimal) -> None:
    assert rounded(rounded(amount)) == rounded(amount)


@pytest.mark.parametrize(
    ("number", "text"),
    [("0.00012345", "0.00012345"), ("1E-7", "0.0000001"), ("500", "500"), ("5E+2", "500"), ("1.10", "1.10")],
)
def test_quantity_keeps_every_digit_without_exponent(number: str, text: str) -> None:
    assert plain(Decimal(number)) == text


@pytest.mark.parametrize(
    ("amount", "exact", "holds"),
    [
        ("734", "733.62", True), ("733", "733.62", True), ("2730", "2726.18", True), ("58.35", "58.34", True),
        ("735", "733.62", False), ("733.62", "733.62", False), ("20", "13.40", False), ("58.36", "58.34", False),
    ],
)  # fmt: skip
def test_is_rounding_holds_within_unit_of_amount(amount: str, exact: str, holds: bool) -> None:
    assert is_rounding(Decimal(amount), Decimal(exact)) is holds
