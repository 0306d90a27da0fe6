"""Implements ``ports.Clock`` and ``ports.Ids``: the only source of time, ids and randomness."""

import random
import secrets
from datetime import UTC, datetime, timedelta
from threading import Lock
from time import sleep, time_ns
from uuid import UUID

_TAIL_BITS = 74
"""Random bits of a UUIDv7 (RFC 9562) besides time, version and variant."""

_STEP_BITS = 32
"""Bits of the random step between ids of one millisecond: too few to overflow, too many to guess."""


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        return datetime.now(UTC)

    def sleep(self, span: timedelta) -> None:
        sleep(span.total_seconds())


class SystemIds:
    """UUIDv7 by RFC 9562, method 2: ids of a process increase strictly, also when the clock goes back."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._last = 0

    def new(self) -> str:
        number = (time_ns() // 1_000_000 << _TAIL_BITS) | secrets.randbits(_TAIL_BITS)
        with self._lock:
            if number <= self._last or number >> _TAIL_BITS == self._last >> _TAIL_BITS:
                number = self._last + 1 + secrets.randbits(_STEP_BITS)
            self._last = number
        return _uuid7(number)

    def secret(self, size: int) -> bytes:
        return secrets.token_bytes(size)

    def jitter(self, span: timedelta) -> timedelta:
        return span * random.random()  # noqa: S311  spreads load, keeps no secret


def _uuid7(number: int) -> str:
    """Format a UUIDv7: 48 bits of milliseconds, version, 12 bits, variant, 62 bits."""
    millis, high, low = number >> _TAIL_BITS, number >> 62 & 0xFFF, number & (1 << 62) - 1
    return str(UUID(int=millis << 80 | 0x7 << 76 | high << 64 | 0b10 << 62 | low))
