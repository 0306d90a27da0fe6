"""``SystemIds`` and ``SystemClock``: ids stay unique and increasing across clock changes and threads."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from uuid import UUID

import pytest

from billhook.adapters import clock
from billhook.adapters.clock import SystemIds

MILLIS = 1_790_000_000_123


def at(monkeypatch: pytest.MonkeyPatch, millis: int) -> None:
    monkeypatch.setattr(clock, "time_ns", lambda: millis * 1_000_000)


def millis_of(text: str) -> int:
    return UUID(text).int >> 80


def test_id_starts_with_its_millisecond(monkeypatch: pytest.MonkeyPatch) -> None:
    at(monkeypatch, MILLIS)

    assert millis_of(SystemIds().new()) == MILLIS


def test_ids_increase_within_one_millisecond(monkeypatch: pytest.MonkeyPatch) -> None:
    at(monkeypatch, MILLIS)
    ids = SystemIds()

    new_ids = [ids.new() for _ in range(5_000)]

    assert new_ids == sorted(set(new_ids))
    assert millis_of(new_ids[-1]) - MILLIS <= 1


def test_ids_increase_when_the_clock_goes_back(monkeypatch: pytest.MonkeyPatch) -> None:
    at(monkeypatch, MILLIS)
    ids = SystemIds()
    before = ids.new()
    at(monkeypatch, MILLIS - 60_000)

    assert ids.new() > before


def test_ids_of_several_threads_are_unique() -> None:
    ids = SystemIds()

    with ThreadPoolExecutor(8) as pool:
        new_ids = list(pool.map(lambda _: ids.new(), range(4_000)))

    assert len(set(new_ids)) == 4_000


def test_system_clock_returns_the_current_time() -> None:
    before = datetime.now(UTC)

    assert before <= clock.SystemClock().now() <= datetime.now(UTC)
