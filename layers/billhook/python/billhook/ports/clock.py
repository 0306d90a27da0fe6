"""Clock, id and random source, and a timer for slow blocks."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    def now(self) -> datetime:
        """Return the current time, timezone-aware, in UTC."""

    def sleep(self, span: timedelta) -> None:
        """Return after ``span``."""


class Ids(Protocol):
    def new(self) -> str:
        """Return a new UUIDv7; text order is creation order."""

    def secret(self, size: int) -> bytes:
        """Return ``size`` cryptographically random bytes."""

    def jitter(self, span: timedelta) -> timedelta:
        """Return a random duration from 0 to ``span``."""


class Timer(Protocol):
    def run_after(self, delay: timedelta, action: Callable[[], None]) -> AbstractContextManager[None]:
        """Run ``action`` once, in another thread, if the ``with`` block takes longer than ``delay``."""
