"""Rate limiter of a destination."""

from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from billhook.domain.rate_limit import HORIZON, RateLimit
from tests.builders import an_id
from tests.fakes import NOW

SECOND = timedelta(seconds=1)


def drained(count: int, *, per_second: int, late: timedelta = timedelta(0)) -> list[datetime]:
    """When each of ``count`` simultaneous deliveries is sent; each comes ``late`` to its slot."""
    limit, sent = RateLimit(destination_id=an_id()), []
    waiting = [(NOW, number, False) for number in range(count)]
    while waiting:
        waiting.sort()
        now, number, has_slot = waiting.pop(0)
        limit, wait = limit.reserve(now, per_second=per_second, has_slot=has_slot)
        if wait:
            waiting.append((now + wait + late, number, wait != HORIZON))
        else:
            sent.append(now)
    return sent


def most_within(times: list[datetime], span: timedelta) -> int:
    return max(sum(start <= time < start + span for time in times) for start in times)


def test_rate_limiter_sends_a_burst_then_the_rate() -> None:
    sent = drained(20, per_second=5)

    assert sent[:5] == [NOW] * 5
    assert sent[-1] - NOW <= 4 * SECOND


def test_rate_limiter_serves_a_slot_before_newcomers() -> None:
    limit = RateLimit(destination_id=an_id())
    limit, first = limit.reserve(NOW, per_second=1, has_slot=False)
    limit, second = limit.reserve(NOW, per_second=1, has_slot=False)

    limit, newcomer = limit.reserve(NOW + SECOND / 2, per_second=1, has_slot=False)
    limit, again = limit.reserve(NOW + second, per_second=1, has_slot=True)

    assert (first, second, again) == (timedelta(0), SECOND, timedelta(0))
    assert newcomer == 1.5 * SECOND


def test_rate_limiter_rejects_when_slots_are_full() -> None:
    limit = RateLimit(destination_id=an_id(), next_at=NOW + SECOND, line_ends=NOW + HORIZON)

    assert limit.reserve(NOW, per_second=1, has_slot=False) == (limit, HORIZON)


@given(
    count=st.integers(min_value=1, max_value=60),
    per_second=st.integers(min_value=1, max_value=20),
    late=st.floats(min_value=0, max_value=3),
)
def test_rate_limiter_holds_the_rate_and_serves_all(count: int, per_second: int, late: float) -> None:
    sent = drained(count, per_second=per_second, late=timedelta(seconds=late))

    assert len(sent) == count
    assert most_within(sent, SECOND) <= 2 * per_second
    assert most_within(sent, 10 * SECOND) <= 11 * per_second
