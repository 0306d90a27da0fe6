"""Notation of code fields: strict parsers that refuse what a format does not write."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest

from billhook.extraction.machine_readable.notation import (
    amount,
    cents,
    creditor_reference,
    currency,
    day,
    digits,
    iban,
    line_list,
    optional_amount,
    short_day,
)


def test_amounts_are_read_to_two_decimals() -> None:
    assert [amount("12.3"), cents("0000001230"), optional_amount("")] == [Decimal("12.30"), Decimal("12.30"), None]


def test_days_are_read_in_both_notations() -> None:
    assert [day("20260228"), day("2026-02-28"), short_day("260228")] == [date(2026, 2, 28)] * 3
    assert short_day("000000") is None


def test_references_are_read_without_blanks_and_padding() -> None:
    assert iban("GB82 WEST 1234 5698 7654 32") == "GB82WEST12345698765432"
    assert creditor_reference("RF98 0000 0000 0000 0001 1112") == creditor_reference("RF9811112") == "RF9811112"


def test_line_list_ends_lines_in_three_ways() -> None:
    assert line_list("a\r\nŽ\rc\n".encode(), "utf-8") == ["a", "Ž", "c", ""]


@pytest.mark.parametrize(
    ("read", "text"),
    [
        (amount, "1,50"),
        (amount, "-1.50"),
        (amount, "1.505"),
        (amount, "٣"),
        (amount, "NaN"),
        (cents, "12.30"),
        (day, "20260230"),
        (day, "2026-2-28"),
        (digits, "١٢"),
        (iban, "GB82WEST12345698765433"),
        (iban, "'; DROP"),
        (creditor_reference, "RF9811113"),
        (currency, "eur"),
    ],
)
def test_fields_of_another_notation_raise(read: Callable[[str], object], text: str) -> None:
    with pytest.raises(ValueError):
        read(text)
