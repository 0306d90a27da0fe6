"""Verifying a destination by the token of its challenge."""

from typing import NoReturn

import pytest

from billhook.domain.errors import Conflict, Contended, Invalid, NotFound, StaleLease
from billhook.usecases.delivery.steps.issue_challenge import IssueChallenge
from billhook.usecases.destinations.verify_destination import WRONG_TOKEN, VerifyDestination
from tests.builders import a_destination
from tests.fakes import NOW, World
from tests.usecases.buses import a_bus
from tests.usecases.callers import CALLER, STRANGER
from tests.usecases.stored_documents import api


def test_verify_destination_by_its_token_admits_events(world: World) -> None:
    bus = a_bus(world)
    token = api(world).get(IssueChallenge).issue(bus)

    verified = api(world).get(VerifyDestination)(CALLER, bus.id, token)

    assert (verified.is_verified, verified.verified) == (True, NOW)
    assert world.memory.destinations[bus.id] == verified


def test_verify_destination_repeated_changes_nothing(world: World) -> None:
    bus = a_bus(world)
    token = api(world).get(IssueChallenge).issue(bus)
    first = api(world).get(VerifyDestination)(CALLER, bus.id, token)

    assert api(world).get(VerifyDestination)(CALLER, bus.id, token) == first


def test_verify_destination_by_an_older_token_is_invalid(world: World) -> None:
    bus = a_bus(world)
    token = api(world).get(IssueChallenge).issue(bus)
    world.destinations.put(bus.challenged(NOW))

    with pytest.raises(Invalid) as refused:
        api(world).get(VerifyDestination)(CALLER, bus.id, token)

    assert refused.value.code == WRONG_TOKEN
    assert not world.memory.destinations[bus.id].is_verified


def test_verify_destination_that_is_a_webhook_is_a_conflict(world: World) -> None:
    webhook = a_destination()
    world.destinations.add(webhook)

    with pytest.raises(Conflict):
        api(world).get(VerifyDestination)(CALLER, webhook.id, "token")


def test_verify_destination_disabled_meanwhile_is_contended(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def lose(*_: object, **__: object) -> NoReturn:
        raise StaleLease

    bus = a_bus(world)
    token = api(world).get(IssueChallenge).issue(bus)
    monkeypatch.setattr(world.destinations, "save", lose)

    with pytest.raises(Contended):
        api(world).get(VerifyDestination)(CALLER, bus.id, token)


def test_verify_destination_of_another_account_is_not_found(world: World) -> None:
    bus = a_bus(world)
    token = api(world).get(IssueChallenge).issue(bus)

    with pytest.raises(NotFound):
        api(world).get(VerifyDestination)(STRANGER, bus.id, token)
