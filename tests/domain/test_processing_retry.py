"""Waits of documents after faults that are not their own."""

from datetime import timedelta

import pytest

from billhook.domain.processing_retry import wait_for_age


@pytest.mark.parametrize(("age", "seconds"), [(0, 10), (20, 10), (60, 30), (600, 300), (86_400, 300)])
def test_wait_for_age_is_half_of_it_within_bounds(age: int, seconds: int) -> None:
    assert wait_for_age(timedelta(seconds=age)) == timedelta(seconds=seconds)
