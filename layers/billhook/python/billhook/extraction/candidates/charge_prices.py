"""The price of a charge: quantity, rate and unit, proven by their product."""

import re
from collections.abc import Sequence
from decimal import Decimal

from billhook.extraction.annotate.document import AnnotatedDocument
from billhook.extraction.candidates.candidate_set import Price
from billhook.extraction.layout.lines import Cell
from billhook.extraction.text.numbers import Number
from billhook.extraction.text.units import unit_after

CENT = Decimal("0.01")
HUNDRED, WHOLE = Decimal(100), Decimal(1)
_WORD = re.compile(r"\s?([^\W\d_]{3,8})\b")


def find_price(doc: AnnotatedDocument, cells: Sequence[Cell], start: int, amount: Decimal) -> Price:
    """Find two numbers of ``cells`` whose product is ``amount``, which begins at ``start`` of the last cell.

    ``cells`` is empty for an amount whose description was taken from a neighbouring line, further right.
    """
    if not cells:
        return Price()
    own = next((number for number in doc.numbers[cells[-1]] if number.start == start), None)
    numbers = [(number, cell) for cell in cells for number in doc.numbers[cell] if number is not own]
    unpriced = Price()
    for number, cell in numbers:
        if number.value <= 0 or number.minor or number.currency or cell.text[number.end :].lstrip().startswith("%"):
            continue
        unit = _unit_of(cell, number)
        for other, _ in numbers:
            certain = unit or other.minor or other.currency or number.value >= abs(other.value)
            rate = _rate(number.value, other, amount) if other is not number and certain else None
            if rate is not None:
                return Price(number, rate, unit or _word_after(cell, number.end))
        if unit and unpriced.quantity is None and not number.is_money:
            unpriced = Price(number, None, unit)
    return unpriced


def _rate(quantity: Decimal, price: Number, amount: Decimal) -> Decimal | None:
    """Give ``price`` in whole units of the currency, if ``quantity`` of it makes ``amount`` to the cent."""
    for divisor in (HUNDRED, WHOLE) if price.minor else (WHOLE, HUNDRED):
        if price.value and abs(abs(quantity * price.value / divisor) - abs(amount)) <= CENT:
            return price.value / divisor
    return None


def _unit_of(cell: Cell, number: Number) -> str | None:
    """Find the unit that follows a number, in its own cell or as the whole next cell."""
    unit = unit_after(cell.text, number.end)
    if unit is None and number.end == len(cell.text) and cell.position + 1 < len(cell.line.cells):
        unit = unit_after(cell.line.cells[cell.position + 1].text, 0)
    return unit.unit if unit else None


def _word_after(cell: Cell, end: int) -> str | None:
    match = _WORD.match(cell.text[end:])
    return match[1] if match else None
