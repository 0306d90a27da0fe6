"""A clock that advances on request, ids in a known order, no randomness."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)


@dataclass
class FakeClock:
    """A ``Clock`` that shows ``at``; ``advance`` lets time pass."""

    at: datetime = NOW

    def now(self) -> datetime:
        return self.at

    def sleep(self, span: timedelta) -> None:
        self.advance(span)

    def advance(self, by: timedelta) -> datetime:
        self.at += by
        return self.at


@dataclass
class FakeIds:
    """An ``Ids`` that counts: each id is a well-formed UUIDv7 and sorts after the one before.

    ``share`` is the part of a span that ``jitter`` answers; ``secret`` differs with each call.
    """

    share: float = 0.0
    counter: "count[int]" = field(default_factory=lambda: count(1))

    def new(self) -> str:
        number = next(self.counter)
        return f"019a0000-{number >> 12 & 0xFFFF:04x}-7{number & 0xFFF:03x}-8000-{number:012x}"

    def secret(self, size: int) -> bytes:
        return next(self.counter).to_bytes(8, "big").rjust(size, b"\x5a")[-size:]

    def jitter(self, span: timedelta) -> timedelta:
        return span * self.share
