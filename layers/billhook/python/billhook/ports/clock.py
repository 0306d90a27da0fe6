"""Time, chance and the watch over both."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    def now(self) -> datetime:
        """The time, aware, in UTC."""


class Ids(Protocol):
    def new(self) -> str:
        """A fresh UUIDv7: sorts by time of birth."""

    def secret(self, size: int) -> bytes:
        """``size`` cryptographically random bytes."""

    def jitter(self, span: timedelta) -> timedelta:
        """A random share of ``span``, from 0 to all of it."""


class Timer(Protocol):
    def after(self, delay: timedelta, act: Callable[[], None]) -> AbstractContextManager[None]:
        """If the block takes longer than ``delay``, do ``act`` meanwhile, once, in another thread."""
