"""What takes long is told of while it lasts; what is over in time is not."""

from datetime import timedelta
from threading import Event

import pytest

from billhook.adapters.background_timer import BackgroundTimer

SOON, NEVER = timedelta(milliseconds=1), timedelta(hours=1)
PATIENCE = 20.0


def test_a_block_that_lasts_is_told_of_while_it_lasts() -> None:
    told = Event()

    with BackgroundTimer().run_after(SOON, told.set):
        assert told.wait(PATIENCE)


def test_a_block_that_is_over_is_not_told_of() -> None:
    watch, early, late = BackgroundTimer(), Event(), Event()

    with watch.run_after(timedelta(milliseconds=50), early.set):
        pass
    with watch.run_after(timedelta(milliseconds=60), late.set):
        assert late.wait(PATIENCE)

    assert not early.is_set()


def test_a_short_wait_is_not_held_up_by_a_long_one() -> None:
    watch, told = BackgroundTimer(), Event()

    with watch.run_after(NEVER, lambda: None), watch.run_after(SOON, told.set):
        assert told.wait(PATIENCE)


def test_what_goes_wrong_meanwhile_harms_neither_the_block_nor_the_next() -> None:
    watch, tried, told = BackgroundTimer(), Event(), Event()

    def fail() -> None:
        tried.set()
        raise RuntimeError("a bug")

    with watch.run_after(SOON, fail):
        assert tried.wait(PATIENCE)
    with watch.run_after(SOON, told.set):
        assert told.wait(PATIENCE)


def test_the_block_s_own_trouble_gets_out() -> None:
    with pytest.raises(KeyError), BackgroundTimer().run_after(NEVER, lambda: None):
        raise KeyError
