"""Rate limit of a key: its number of requests in each minute."""

from datetime import datetime, timedelta

import pytest

from billhook.domain.errors import TooManyRequests, Unavailable
from billhook.domain.ids import KeyId
from billhook.usecases.access.limit_rate import LimitRate
from tests.builders import a_principal, an_id
from tests.fakes import World
from tests.usecases.stored_documents import api

CALLER = a_principal(rate_per_minute=2)


@pytest.fixture
def limit(world: World) -> LimitRate:
    return api(world).get(LimitRate)


def test_limit_rate_beyond_the_limit_refuses_until_next_minute(world: World, limit: LimitRate) -> None:
    world.clock.advance(timedelta(seconds=20))
    for _ in range(2):
        limit(CALLER)

    with pytest.raises(TooManyRequests) as refused:
        limit(CALLER)

    assert refused.value.retry_after == 41
    world.clock.advance(timedelta(seconds=refused.value.retry_after))
    limit(CALLER)


def test_limit_rate_counts_each_key_for_itself(limit: LimitRate) -> None:
    for _ in range(2):
        limit(CALLER)

    limit(a_principal(key_id=KeyId(an_id()), rate_per_minute=2))


def test_limit_rate_used_up_counts_no_further_requests(world: World, limit: LimitRate) -> None:
    for _ in range(2):
        limit(CALLER)
    for _ in range(2):
        with pytest.raises(TooManyRequests):
            limit(CALLER)
    world.counters.counted.clear()

    with pytest.raises(TooManyRequests):
        limit(CALLER)
    assert world.counters.counted == {}


def test_limit_rate_while_the_counter_fails_passes(world: World) -> None:
    class FailingCounters:
        def increment(self, key_id: KeyId, minute: datetime, *, limit: int) -> bool:
            raise Unavailable("The table is throttled.")

    limit = LimitRate(FailingCounters(), world.clock)

    for _ in range(5):
        limit(CALLER)
