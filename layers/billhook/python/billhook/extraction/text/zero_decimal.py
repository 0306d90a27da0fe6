"""Currencies that nobody counts cents of: ``3.900`` is an amount there, though it has neither sign nor decimals."""

from dataclasses import replace

from billhook.extraction.data.country import currencies
from billhook.extraction.text.numbers import COMMA, POINT, Number
from billhook.extraction.text.units import unit_after

LONGEST_ALONE = 3
"""So many figures need no mark of thousands; more without one are a code or a reading."""


def has_no_decimals(currency: str | None) -> bool:
    """Whether bills print amounts of ``currency`` without decimals."""
    known = currencies().get(currency or "")
    return known is not None and known.decimals == 0


def mark_whole_amounts(found: list[Number], text: str) -> list[Number]:
    """``found`` in ``text``, where grouped figures and those that stand alone are amounts if no unit follows."""
    return [replace(one, whole=True) if _is_amount(one, text) else one for one in found]


def _is_amount(one: Number, text: str) -> bool:
    if one.places or one.minor or unit_after(text, one.end):
        return False
    printed = text[one.start : one.end]
    digits = sum(map(str.isdigit, printed))
    grouped = digits > LONGEST_ALONE and (COMMA in printed or POINT in printed)
    return grouped or (digits <= LONGEST_ALONE and printed.strip() == text.strip())
