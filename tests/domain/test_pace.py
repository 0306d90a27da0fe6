"""How fast a destination is called, whoever calls."""

from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from billhook.domain.rate_limit import HORIZON, RateLimit
from tests.builders import an_id
from tests.fakes import NOW

SECOND = timedelta(seconds=1)


def drained(count: int, *, per_second: int, late: timedelta = timedelta(0)) -> list[datetime]:
    """When each of ``count`` deliveries goes that all want to go now; each comes back ``late`` for its place."""
    pace, went = RateLimit(destination_id=an_id()), []
    waiting = [(NOW, number, False) for number in range(count)]
    while waiting:
        waiting.sort()
        now, number, has_place = waiting.pop(0)
        pace, wait = pace.reserve(now, per_second=per_second, has_slot=has_place)
        if wait:
            waiting.append((now + wait + late, number, wait != HORIZON))
        else:
            went.append(now)
    return went


def most_within(times: list[datetime], span: timedelta) -> int:
    return max(sum(start <= one < start + span for one in times) for start in times)


def test_a_second_s_worth_goes_at_once_and_the_rest_at_the_rate() -> None:
    went = drained(20, per_second=5)

    assert went[:5] == [NOW] * 5
    assert went[-1] - NOW <= 4 * SECOND


def test_who_has_waited_goes_before_newcomers() -> None:
    pace = RateLimit(destination_id=an_id())
    pace, first = pace.reserve(NOW, per_second=1, has_slot=False)
    pace, second = pace.reserve(NOW, per_second=1, has_slot=False)

    pace, newcomer = pace.reserve(NOW + SECOND / 2, per_second=1, has_slot=False)
    pace, again = pace.reserve(NOW + second, per_second=1, has_slot=True)

    assert (first, second, again) == (timedelta(0), SECOND, timedelta(0))
    assert newcomer == 1.5 * SECOND


def test_a_full_line_takes_nobody() -> None:
    pace = RateLimit(destination_id=an_id(), next_at=NOW + SECOND, line_ends=NOW + HORIZON)

    assert pace.reserve(NOW, per_second=1, has_slot=False) == (pace, HORIZON)


@given(
    count=st.integers(min_value=1, max_value=60),
    per_second=st.integers(min_value=1, max_value=20),
    late=st.floats(min_value=0, max_value=3),
)
def test_the_rate_holds_and_everybody_gets_through(count: int, per_second: int, late: float) -> None:
    went = drained(count, per_second=per_second, late=timedelta(seconds=late))

    assert len(went) == count
    assert most_within(went, SECOND) <= 2 * per_second
    assert most_within(went, 10 * SECOND) <= 11 * per_second
