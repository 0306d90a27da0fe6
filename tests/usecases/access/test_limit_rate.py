"""Limit the request rate of a key."""

from datetime import timedelta

import pytest

from billhook.domain.errors import (
    TooManyRequests,
)
from billhook.usecases.access.limit_rate import LimitRate
from tests.builders import (
    a_principal,
)
from tests.fakes import World
from tests.usecases.wiring import wired


def test_limit_rate_refuses_the_request_above_the_limit(world: World) -> None:
    limit_rate, principal = wired(world).get(LimitRate), a_principal(rate_per_minute=2)
    for _ in range(2):
        limit_rate(principal)

    with pytest.raises(TooManyRequests):
        limit_rate(principal)


def test_limit_rate_counts_each_minute(world: World) -> None:
    limit_rate, principal = wired(world).get(LimitRate), a_principal(rate_per_minute=1)
    limit_rate(principal)
    world.clock.advance(timedelta(minutes=1))

    limit_rate(principal)
