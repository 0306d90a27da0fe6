"""Rate of OCR requests over all workers."""

from datetime import timedelta

import pytest

from billhook.domain.errors import StaleLease, Unavailable
from billhook.usecases.processing.steps.limit_ocr_rate import LimitOcrRate
from tests.fakes import World
from tests.usecases.wiring import wired

LONG = timedelta(minutes=1)


def test_limit_ocr_rate_is_shared_by_all_workers(world: World) -> None:
    waits = [wired(world).get(LimitOcrRate).reserve(LONG) for _ in range(12)]

    assert waits == [timedelta(0)] * 10 + [timedelta(milliseconds=100), timedelta(milliseconds=200)]


def test_limit_ocr_rate_reserves_nothing_beyond_the_longest_wait(world: World) -> None:
    limit = wired(world).get(LimitOcrRate)
    limit.slow_down()
    before = world.memory.ocr_rate

    assert limit.reserve(timedelta(milliseconds=50)) is None
    assert world.memory.ocr_rate == before
    assert limit.backlog() > timedelta(seconds=1)


def test_limit_ocr_rate_with_many_conflicts_waits_up_to_a_second(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def lose(_: object) -> None:
        raise StaleLease("Somebody else was faster.")

    monkeypatch.setattr(world.ocr_rates, "save", lose)
    world.ids.share = 0.5

    assert wired(world).get(LimitOcrRate).reserve(LONG) == timedelta(milliseconds=500)


def test_limit_ocr_rate_without_the_table_has_no_backlog(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> None:
        raise Unavailable("Out of order.")

    monkeypatch.setattr(world.ocr_rates, "get", fail)

    assert wired(world).get(LimitOcrRate).backlog() == timedelta(0)
