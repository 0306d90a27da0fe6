"""``BackgroundTimer``: runs an action while a block lasts longer than a delay."""

from datetime import timedelta
from threading import Event

import pytest

from billhook.adapters.background_timer import BackgroundTimer

SOON, NEVER = timedelta(milliseconds=1), timedelta(hours=1)
PATIENCE = 20.0


def test_background_timer_runs_while_the_block_lasts() -> None:
    ran = Event()

    with BackgroundTimer().run_after(SOON, ran.set):
        assert ran.wait(PATIENCE)


def test_background_timer_does_not_run_after_the_block() -> None:
    timer, early, late = BackgroundTimer(), Event(), Event()

    with timer.run_after(timedelta(milliseconds=50), early.set):
        pass
    with timer.run_after(timedelta(milliseconds=60), late.set):
        assert late.wait(PATIENCE)

    assert not early.is_set()


def test_background_timer_long_wait_does_not_delay_a_short_one() -> None:
    timer, ran = BackgroundTimer(), Event()

    with timer.run_after(NEVER, lambda: None), timer.run_after(SOON, ran.set):
        assert ran.wait(PATIENCE)


def test_background_timer_failure_affects_no_block() -> None:
    timer, tried, ran = BackgroundTimer(), Event(), Event()

    def fail() -> None:
        tried.set()
        raise RuntimeError("a bug")

    with timer.run_after(SOON, fail):
        assert tried.wait(PATIENCE)
    with timer.run_after(SOON, ran.set):
        assert ran.wait(PATIENCE)


def test_background_timer_passes_on_exceptions_of_the_block() -> None:
    with pytest.raises(KeyError), BackgroundTimer().run_after(NEVER, lambda: None):
        raise KeyError
