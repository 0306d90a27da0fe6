"""How many requests a minute a key has, and what happens to one too many."""

from datetime import timedelta
from typing import Any

import pytest

from billhook.domain.errors import Unavailable
from billhook.wire.operations import OPERATIONS
from tests.builders import a_principal, an_id
from tests.fakes import World
from tests.functions.calling import Caller


def test_rate_limit_counts_requests_per_minute(world: World) -> None:
    caller = Caller(world, a_principal(rate_per_minute=3))

    statuses = [caller.get("/v2.2/company").status for _ in range(5)]

    assert statuses == [200, 200, 200, 429, 429]


def test_rate_limit_refusal_has_retry_after(world: World) -> None:
    caller = Caller(world, a_principal(rate_per_minute=1))
    world.clock.advance(timedelta(seconds=20, milliseconds=300))
    caller.get("/v2.2/company")

    answer = caller.get("/v2.2/company")

    assert (answer.status, answer.code) == (429, "too-many-requests")
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.headers["Retry-After"] == "40"
    world.clock.advance(timedelta(seconds=40))
    assert caller.get("/v2.2/company").status == 200


def test_rate_limit_refusal_writes_nothing(world: World) -> None:
    caller = Caller(world, a_principal(rate_per_minute=1))
    for _ in range(2):
        caller.get("/v2.2/company")
    world.counters.counted.clear()

    assert caller.get("/v2.2/company").status == 429
    assert world.counters.counted == {}


def test_rate_limit_is_separate_per_key(world: World) -> None:
    first, second = (Caller(world, a_principal(rate_per_minute=1, key_id=an_id())) for _ in range(2))
    for _ in range(2):
        first.get("/v2.2/company")

    assert second.get("/v2.2/company").status == 200


def test_rate_limit_ignores_public_routes(world: World) -> None:
    caller = Caller(world, a_principal(rate_per_minute=1))
    public = [item for item in OPERATIONS if item.is_public and not item.parameters]

    for _ in range(3):
        for operation in public:
            caller.send(operation.method, operation.path)

    assert world.counters.counted == {}


def test_rate_limit_allows_requests_when_counting_fails(
    caller: Caller, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unavailable(*_: Any, **__: Any) -> bool:
        raise Unavailable

    monkeypatch.setattr(world.counters, "increment", unavailable)

    assert caller.get("/v2.2/company").status == 200
