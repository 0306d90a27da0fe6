"""Circuit breaker of a destination: when it opens, when it is probed, when the destination is given up."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from billhook.domain.circuit_breaker import WINDOW, CircuitBreaker, CircuitState, ProcessingCircuit
from billhook.domain.delivery import Attempt
from tests.builders import an_attempt, an_id
from tests.fakes import NOW

FAILED, SUCCEEDED = an_attempt(status_code=500), an_attempt()
REFUSED = an_attempt(status_code=400)
TIMED_OUT = an_attempt(status_code=None, error="timeout")
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


def breaker_after(*attempts: Attempt, each: timedelta = timedelta(0), since: datetime = NOW) -> CircuitBreaker:
    breaker = CircuitBreaker(destination_id=an_id())
    for number, attempt in enumerate(attempts):
        breaker = breaker.after(attempt, since + each * number)
    return breaker


def test_circuit_after_ten_failures_opens_for_30_seconds() -> None:
    nine, ten = breaker_after(*[FAILED] * 9), breaker_after(*[FAILED] * 10)

    assert (nine.state, nine.retry_after(NOW)) == (CircuitState.FAILING, None)
    assert (ten.state, ten.retry_after(NOW)) == (CircuitState.DOWN, timedelta(seconds=30))


def test_circuit_counts_a_time_out_twice() -> None:
    assert not breaker_after(*[TIMED_OUT] * 4).is_down
    assert breaker_after(*[TIMED_OUT] * 5).is_down


def test_circuit_after_prompt_4xx_responses_stays_closed() -> None:
    breaker = breaker_after(*[REFUSED] * 100)

    assert (breaker.state, breaker.failing_since) == (CircuitState.FAILING, NOW)


def test_circuit_with_alternating_failures_stays_closed() -> None:
    assert not breaker_after(*[FAILED, FAILED, SUCCEEDED] * 50).is_down
    assert not breaker_after(*[TIMED_OUT, SUCCEEDED] * 50).is_down


def test_circuit_ignores_old_failures() -> None:
    assert not breaker_after(*[FAILED] * 20, each=timedelta(minutes=6)).is_down


def test_open_circuit_is_probed_at_growing_intervals() -> None:
    breaker, waits = breaker_after(*[FAILED] * 9), []
    for _ in range(8):
        breaker = breaker.after(FAILED, NOW)
        waits.append(breaker.retry_after(NOW))

    back = breaker.after(SUCCEEDED, NOW + DAY)

    assert [wait.total_seconds() for wait in waits if wait] == [30, 60, 120, 240, 480, 900, 900, 900]
    assert (back.state, back.retry_after(NOW), back.strain, back.failing_since) == (CircuitState.FINE, None, 0, None)


def test_closed_circuit_is_unchanged_by_a_success() -> None:
    breaker = breaker_after(SUCCEEDED)

    assert breaker.after(SUCCEEDED, NOW + MINUTE) is breaker
    assert breaker.after(SUCCEEDED, NOW + 5 * MINUTE).last_success_at == NOW + 5 * MINUTE


@pytest.mark.parametrize(
    ("days", "given_up"), [([0, 1, 2, 3, 4, 4.9], False), ([0, 1, 2, 3, 4, 5], True), ([0, 5], False), ([0], False)]
)
def test_destination_is_given_up_after_five_days_of_failures(days: list[float], given_up: bool) -> None:
    breaker = CircuitBreaker(destination_id=an_id())
    for day in days:
        breaker = breaker.after(REFUSED, NOW + day * DAY)

    assert breaker.is_given_up() is given_up


def test_destination_with_one_success_is_not_given_up() -> None:
    breaker = CircuitBreaker(destination_id=an_id())
    for day in range(6):
        breaker = breaker.after(SUCCEEDED if day == 2 else FAILED, NOW + day * DAY)

    assert not breaker.is_given_up()
    assert breaker.failing_since == NOW + 3 * DAY


def test_reset_closes_the_circuit() -> None:
    down = breaker_after(*[FAILED] * 12)

    reset = down.reset()

    assert (reset.state, reset.retry_after(NOW), reset.last_status_code) == (CircuitState.FINE, None, 500)


@given(attempts=st.lists(st.sampled_from([FAILED, SUCCEEDED, REFUSED, TIMED_OUT]), max_size=60))
def test_circuit_wait_is_at_most_15_minutes(attempts: list[Attempt]) -> None:
    breaker = breaker_after(*attempts, each=timedelta(seconds=1))
    now = NOW + timedelta(seconds=max(len(attempts) - 1, 0))

    assert timedelta(0) <= (breaker.retry_after(now) or timedelta(0)) <= timedelta(minutes=15)
    assert breaker.strain >= 0
    assert breaker.revision <= len(attempts)


def after(*outcomes: str) -> ProcessingCircuit:
    circuit = ProcessingCircuit()
    for outcome in outcomes:
        circuit = circuit.after_fault(outcome, NOW) if outcome else circuit.after_success()
    return circuit


def test_circuit_after_five_equal_faults_pauses_for_a_minute() -> None:
    circuit = after(*["KeyError"] * 5)

    assert circuit.pause(NOW) == timedelta(minutes=1)
    assert circuit.pause(NOW + timedelta(minutes=1)) is None


def test_circuit_after_four_equal_faults_is_closed() -> None:
    assert after(*["KeyError"] * 4).pause(NOW) is None


def test_circuit_after_faults_of_several_classes_is_closed() -> None:
    assert after(*["KeyError", "ValueError"] * 10).pause(NOW) is None


def test_circuit_with_as_many_successes_as_faults_is_closed() -> None:
    assert after(*["KeyError", ""] * 10, "KeyError").pause(NOW) is None


def test_circuit_counts_the_last_documents_only() -> None:
    circuit = after("KeyError", *[""] * 40)

    assert circuit.outcomes == ("",) * WINDOW


def test_circuit_after_successes_only_is_unchanged() -> None:
    circuit = ProcessingCircuit()

    assert circuit.after_success() is circuit


def test_circuit_after_a_success_is_closed() -> None:
    assert after(*["KeyError"] * 5, "").pause(NOW) is None


def test_circuit_pauses_again_while_faults_continue() -> None:
    later = NOW + timedelta(minutes=2)

    assert after(*["KeyError"] * 5).after_fault("KeyError", later).pause(later) == timedelta(minutes=1)
