"""Seeded random choices, equal on every interpreter and platform, unlike ``random``."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from hashlib import blake2b
from typing import TypeVar

T = TypeVar("T")


class SeededRandom:
    """A stream of random choices for a seed."""

    def __init__(self, seed: int | str) -> None:
        self._seed = str(seed)
        self._drawn = 0

    def number(self, low: int, high: int) -> int:
        """A whole number from ``low`` to ``high``, both included."""
        self._drawn += 1
        digest = blake2b(f"{self._seed}/{self._drawn}".encode(), digest_size=8).digest()
        return low + int.from_bytes(digest) % (high - low + 1)

    def one_of(self, things: Sequence[T]) -> T:
        return things[self.number(0, len(things) - 1)]

    def digits(self, count: int) -> str:
        """A code of ``count`` digits that does not start with zero."""
        return str(self.number(10 ** (count - 1), 10**count - 1))

    def amount(self, low: int, high: int, places: int = 2) -> Decimal:
        """A decimal between ``low`` and ``high`` with ``places`` digits after the mark."""
        return Decimal(self.number(low * 10**places, high * 10**places)).scaleb(-places)

    def day(self, first: date, last: date) -> date:
        return first + timedelta(days=self.number(0, (last - first).days))
