"""Money is a Decimal with at most two decimals on the wire; credits and payments are negative."""

from decimal import ROUND_HALF_EVEN, Decimal

CENT = Decimal("0.01")


ROUND_UNITS = (Decimal(10), Decimal(1), Decimal("0.05"))
"""What bills round amounts to pay to: tens and units, as in India, and five cents, as in Malaysia and Switzerland."""

FEWEST_UNITS = 50
"""An amount of fewer units is not rounded to them."""


def is_rounding(amount: Decimal, exact: Decimal) -> bool:
    """Whether ``amount`` is ``exact``, rounded up or down to one of ``ROUND_UNITS``."""
    units = (unit for unit in ROUND_UNITS if amount % unit == 0 and abs(amount) >= FEWEST_UNITS * unit)
    return amount != exact and any(abs(amount - exact) < unit for unit in units)


def rounded(amount: Decimal) -> Decimal:
    """``amount`` to two decimals, half-even; three-decimal currencies keep their text in evidence."""
    return amount.quantize(CENT, rounding=ROUND_HALF_EVEN)


def printed(amount: Decimal) -> str:
    r"""JSON form of an amount, ``^-?\d{0,18}(?:\.\d{0,2})?$`` in the source schema."""
    return format(rounded(amount) + Decimal("0.00"), "f")


def plain(number: Decimal) -> str:
    """JSON form of a quantity, rate or reading: all printed digits, no exponent."""
    return format(number, "f")
