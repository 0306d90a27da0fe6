"""When a destination is down, when it is tried again, and when it is given up."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from billhook.domain.circuit_breaker import CircuitBreaker, CircuitState
from billhook.domain.delivery import Attempt
from tests.builders import an_attempt, an_id
from tests.fakes import NOW

FAILED, SUCCEEDED = an_attempt(status_code=500), an_attempt()
REFUSED = an_attempt(status_code=400)
TIMED_OUT = an_attempt(status_code=None, error="timeout")
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


def health_after(*made: Attempt, each: timedelta = timedelta(0), since: datetime = NOW) -> CircuitBreaker:
    health = CircuitBreaker(destination_id=an_id())
    for number, attempt in enumerate(made):
        health = health.after(attempt, since + each * number)
    return health


def test_ten_failures_in_a_row_make_it_down_for_half_a_minute() -> None:
    nine, ten = health_after(*[FAILED] * 9), health_after(*[FAILED] * 10)

    assert (nine.state, nine.retry_after(NOW)) == (CircuitState.FAILING, None)
    assert (ten.state, ten.retry_after(NOW)) == (CircuitState.DOWN, timedelta(seconds=30))


def test_time_outs_weigh_twice_because_they_cost_time() -> None:
    assert not health_after(*[TIMED_OUT] * 4).is_down
    assert health_after(*[TIMED_OUT] * 5).is_down


def test_a_quick_no_to_this_or_that_event_makes_nothing_down() -> None:
    health = health_after(*[REFUSED] * 100)

    assert (health.state, health.failing_since) == (CircuitState.FAILING, NOW)


def test_one_that_fails_every_other_time_is_never_down() -> None:
    assert not health_after(*[FAILED, FAILED, SUCCEEDED] * 50).is_down
    assert not health_after(*[TIMED_OUT, SUCCEEDED] * 50).is_down


def test_what_happened_long_ago_strains_no_more() -> None:
    assert not health_after(*[FAILED] * 20, each=timedelta(minutes=6)).is_down


def test_probes_come_at_growing_intervals_and_a_success_ends_it() -> None:
    health, waits = health_after(*[FAILED] * 9), []
    for _ in range(8):
        health = health.after(FAILED, NOW)
        waits.append(health.retry_after(NOW))

    back = health.after(SUCCEEDED, NOW + DAY)

    assert [wait.total_seconds() for wait in waits if wait] == [30, 60, 120, 240, 480, 900, 900, 900]
    assert (back.state, back.retry_after(NOW), back.strain, back.failing_since) == (CircuitState.FINE, None, 0, None)


def test_a_destination_that_is_fine_is_not_written_with_each_success() -> None:
    health = health_after(SUCCEEDED)

    assert health.after(SUCCEEDED, NOW + MINUTE) is health
    assert health.after(SUCCEEDED, NOW + 5 * MINUTE).last_success_at == NOW + 5 * MINUTE


@pytest.mark.parametrize(
    ("days", "given_up"), [([0, 1, 2, 3, 4, 4.9], False), ([0, 1, 2, 3, 4, 5], True), ([0, 5], False), ([0], False)]
)
def test_it_is_given_up_after_five_days_in_which_all_went_wrong(days: list[float], given_up: bool) -> None:
    health = CircuitBreaker(destination_id=an_id())
    for day in days:
        health = health.after(REFUSED, NOW + day * DAY)

    assert health.is_given_up() is given_up


def test_one_success_in_five_days_is_enough_to_go_on() -> None:
    health = CircuitBreaker(destination_id=an_id())
    for day in range(6):
        health = health.after(SUCCEEDED if day == 2 else FAILED, NOW + day * DAY)

    assert not health.is_given_up()
    assert health.failing_since == NOW + 3 * DAY


def test_its_owner_can_have_it_forgiven() -> None:
    down = health_after(*[FAILED] * 12)

    forgiven = down.reset()

    assert (forgiven.state, forgiven.retry_after(NOW), forgiven.last_status_code) == (CircuitState.FINE, None, 500)


@given(made=st.lists(st.sampled_from([FAILED, SUCCEEDED, REFUSED, TIMED_OUT]), max_size=60))
def test_whatever_happens_nobody_waits_longer_than_a_quarter_of_an_hour(made: list[Attempt]) -> None:
    health = health_after(*made, each=timedelta(seconds=1))
    now = NOW + timedelta(seconds=max(len(made) - 1, 0))

    assert timedelta(0) <= (health.retry_after(now) or timedelta(0)) <= timedelta(minutes=15)
    assert health.strain >= 0
    assert health.revision <= len(made)
