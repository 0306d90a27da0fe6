"""Time, fresh ids and chance: the only place where they come from."""

import random
import secrets
from datetime import UTC, datetime, timedelta
from threading import Lock
from time import time_ns
from uuid import UUID

_TAIL_BITS = 74
"""What RFC 9562 leaves of a UUIDv7 after time, version and variant."""

_STEP_BITS = 32
"""Ids of one millisecond are this far apart at most: close enough never to overflow, too far to be guessed."""


class SystemClock:
    def now(self) -> datetime:
        return datetime.now(UTC)


class SystemIds:
    """UUIDv7 by RFC 9562, method 2: within a process each is greater than the one before, whatever the clock does."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._last = 0

    def new(self) -> str:
        fresh = (time_ns() // 1_000_000 << _TAIL_BITS) | secrets.randbits(_TAIL_BITS)
        with self._lock:
            if fresh <= self._last or fresh >> _TAIL_BITS == self._last >> _TAIL_BITS:
                fresh = self._last + 1 + secrets.randbits(_STEP_BITS)
            self._last = fresh
        return _uuid7(fresh)

    def secret(self, size: int) -> bytes:
        return secrets.token_bytes(size)

    def jitter(self, span: timedelta) -> timedelta:
        return span * random.random()  # noqa: S311  spreads load, keeps no secret


def _uuid7(number: int) -> str:
    """48 bits of milliseconds, version, 12 bits, variant, 62 bits."""
    millis, high, low = number >> _TAIL_BITS, number >> 62 & 0xFFF, number & (1 << 62) - 1
    return str(UUID(int=millis << 80 | 0x7 << 76 | high << 64 | 0b10 << 62 | low))
