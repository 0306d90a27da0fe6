"""Money is a Decimal with at most two decimals on the wire; credits and payments are negative."""

from decimal import ROUND_HALF_EVEN, Decimal

CENT = Decimal("0.01")


def rounded(amount: Decimal) -> Decimal:
    """``amount`` to two decimals, half-even; three-decimal currencies keep their text in evidence."""
    return amount.quantize(CENT, rounding=ROUND_HALF_EVEN)


def printed(amount: Decimal) -> str:
    r"""JSON form of an amount, ``^-?\d{0,18}(?:\.\d{0,2})?$`` in the source schema."""
    return format(rounded(amount) + Decimal("0.00"), "f")


def plain(number: Decimal) -> str:
    """JSON form of a quantity, rate or reading: all printed digits, no exponent."""
    return format(number, "f")
