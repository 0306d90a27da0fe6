"""Amounts of currencies without decimals: ``3.900`` is an amount there, though it has no sign."""

from dataclasses import replace

from billhook.extraction.data.country import currencies
from billhook.extraction.text.numbers import COMMA, POINT, Number
from billhook.extraction.text.units import unit_after

LONGEST_ALONE = 3
"""The figures of an amount without a thousands mark at most; longer ones are codes or readings."""


def has_no_decimals(currency: str | None) -> bool:
    """Whether bills print amounts of ``currency`` without decimals."""
    known = currencies().get(currency or "")
    return known is not None and known.decimals == 0


def mark_whole_amounts(numbers: list[Number], text: str, *, is_row_signed: bool = False) -> list[Number]:
    """The numbers of ``text``, with grouped figures and single numbers marked as amounts unless a unit follows.

    A single number is no amount where others of its row have a sign: ``250`` beside ``$125.000`` is a quantity.
    """
    return [
        replace(number, whole=True) if _is_amount(number, text, is_row_signed=is_row_signed) else number
        for number in numbers
    ]


def _is_amount(number: Number, text: str, *, is_row_signed: bool) -> bool:
    if number.places or number.minor or unit_after(text, number.end):
        return False
    printed = text[number.start : number.end]
    digits = sum(map(str.isdigit, printed))
    grouped = digits > LONGEST_ALONE and (COMMA in printed or POINT in printed)
    return grouped or (not is_row_signed and digits <= LONGEST_ALONE and printed.strip() == text.strip())
