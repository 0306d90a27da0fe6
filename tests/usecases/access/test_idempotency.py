"""Idempotency: a request is executed once, and its repeats get the stored response."""

from dataclasses import dataclass, field, replace

import pytest

from billhook.domain.errors import Conflict, KeyReused, StillRunning
from billhook.domain.ids import AccountId
from billhook.usecases.access.idempotency import KEPT, MAX_KEPT, Idempotency, IdempotentRequest
from tests.builders import a_principal, an_id
from tests.fakes import World
from tests.usecases.callers import CALLER
from tests.usecases.wiring import wired

REQUEST = IdempotentRequest(route="POST /jobs", subjects=("a",), key="key-1", fingerprint="f1")


@dataclass
class Action:
    """Answers ``response`` and counts its calls."""

    response: str = "made"
    faults: list[Exception] = field(default_factory=list)
    calls: int = 0

    def __call__(self) -> str:
        self.calls += 1
        if self.faults:
            raise self.faults.pop(0)
        return self.response


@pytest.fixture
def idempotency(world: World) -> Idempotency:
    return wired(world).get(Idempotency)


def test_idempotency_repeat_gets_the_first_response(idempotency: Idempotency) -> None:
    act = Action()

    first, repeat = (idempotency(CALLER, REQUEST, act) for _ in range(2))

    assert (first, repeat, act.calls) == (("made", False), ("made", True), 1)


def test_idempotency_other_request_with_same_key_is_refused(idempotency: Idempotency) -> None:
    act = Action()
    idempotency(CALLER, REQUEST, act)

    with pytest.raises(KeyReused):
        idempotency(CALLER, replace(REQUEST, fingerprint="f2"), act)
    assert act.calls == 1


@pytest.mark.parametrize(
    "other", [replace(REQUEST, route="POST /sites"), replace(REQUEST, subjects=("b",)), replace(REQUEST, key="key-2")]
)
def test_idempotency_of_another_request_executes_it(idempotency: Idempotency, other: IdempotentRequest) -> None:
    act = Action()
    idempotency(CALLER, REQUEST, act)

    assert idempotency(CALLER, other, act) == ("made", False)


def test_idempotency_of_another_account_executes_it(idempotency: Idempotency) -> None:
    act = Action()
    idempotency(CALLER, REQUEST, act)

    assert not idempotency(a_principal(account_id=AccountId(an_id())), REQUEST, act)[1]


def test_idempotency_after_a_failure_executes_it_again(idempotency: Idempotency) -> None:
    act = Action(faults=[Conflict("Try again.")])

    with pytest.raises(Conflict):
        idempotency(CALLER, REQUEST, act)

    assert idempotency(CALLER, REQUEST, act) == ("made", False)


def test_idempotency_while_it_runs_is_refused(idempotency: Idempotency) -> None:
    def repeat() -> str:
        with pytest.raises(StillRunning):
            idempotency(CALLER, REQUEST, Action())
        return "made"

    assert idempotency(CALLER, REQUEST, repeat) == ("made", False)


def test_idempotency_of_a_response_too_long_is_a_conflict(idempotency: Idempotency) -> None:
    act = Action("x" * (MAX_KEPT + 1))
    idempotency(CALLER, REQUEST, act)

    with pytest.raises(Conflict, match="too large"):
        idempotency(CALLER, REQUEST, act)
    assert act.calls == 1


def test_idempotency_after_a_day_executes_it_again(world: World, idempotency: Idempotency) -> None:
    act = Action()
    idempotency(CALLER, REQUEST, act)
    world.clock.advance(KEPT)

    assert idempotency(CALLER, REQUEST, act) == ("made", False)
