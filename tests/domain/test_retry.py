"""When a delivery is tried again."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from billhook.domain.delivery import SCHEDULE
from billhook.domain.retry import RETRY_POLICY, retry_after, spread, wait_after
from tests.builders import an_attempt
from tests.fakes import NOW

BASES = st.sampled_from([wait for wait in SCHEDULE if wait])
SHARES = st.floats(min_value=0, max_value=1)
FAILED = an_attempt(status_code=500)


def seconds(number: float) -> timedelta:
    return timedelta(seconds=number)


def test_retry_schedule_spans_three_days() -> None:
    assert sum(SCHEDULE, timedelta(0)) == timedelta(hours=75, minutes=35, seconds=5)
    assert len(SCHEDULE) == 10
    assert RETRY_POLICY.before(11) is None


@given(base=BASES, share=SHARES)
def test_retry_jitter_is_at_most_a_fifth(base: timedelta, share: float) -> None:
    wait = wait_after(FAILED, base=base, jitter=spread(base) * share, requested=None)

    assert base * 0.799 <= wait <= base * 1.201


@given(base=BASES, requested=st.integers(min_value=0, max_value=10**9), share=SHARES)
def test_retry_after_counts_from_once_to_twice_the_base(base: timedelta, requested: int, share: float) -> None:
    wait = wait_after(FAILED, base=base, jitter=spread(base) * share, requested=seconds(requested))

    assert wait == min(max(seconds(requested), base), 2 * base)


@pytest.mark.parametrize("failed", [an_attempt(status_code=429), an_attempt(status_code=None, error="timeout")])
@pytest.mark.parametrize("requested", [None, seconds(1)])
def test_retry_of_throttled_receiver_waits_a_minute(failed: object, requested: timedelta | None) -> None:
    wait = wait_after(failed, base=seconds(5), jitter=seconds(0), requested=requested)  # type: ignore[arg-type]

    assert wait == seconds(60)


def test_retry_floor_follows_the_stages_schedule() -> None:
    slow = an_attempt(status_code=429)

    wait = wait_after(slow, base=seconds(1), jitter=seconds(0), requested=None, slow_down=seconds(3))

    assert wait == seconds(3)


@pytest.mark.parametrize(
    ("header", "requested"),
    [
        ("120", seconds(120)),
        (" 7 ", seconds(7)),
        ("0", seconds(0)),
        ("Fri, 20 Nov 2026 12:02:00 GMT", seconds(120)),
        ("Fri, 20 Nov 2026 11:00:00 GMT", seconds(0)),
        ("Fri, 20 Nov 2026 12:02:00 -0000", seconds(120)),
        (None, None),
        ("", None),
        ("soon", None),
        ("-5", None),
        ("1.5", None),
        ("9" * 30, None),
        ("١٢", None),
        ("Fri, 99 Nov 2026 99:99:99 GMT", None),
    ],
)
def test_retry_after_is_seconds_or_a_date_or_nothing(header: str | None, requested: timedelta | None) -> None:
    assert retry_after(header, now=NOW) == requested


@given(header=st.text())
def test_retry_after_with_any_header_stays_within_bounds(header: str) -> None:
    requested = retry_after(header, now=NOW)

    assert requested is None or requested >= timedelta(0)
