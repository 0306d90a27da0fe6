"""Changing a destination."""

from typing import NoReturn

import pytest

from billhook.domain.destination import DestinationPatch, DestinationType
from billhook.domain.errors import Contended, Invalid, NotFound, StaleLease
from billhook.usecases.destinations.update_destination import UpdateDestination
from tests.builders import a_destination
from tests.fakes import World
from tests.usecases.active_bills import interrupted
from tests.usecases.buses import a_bus
from tests.usecases.callers import CALLER, STRANGER
from tests.usecases.circuits import broken, destination_of
from tests.usecases.planned_deliveries import planned
from tests.usecases.stored_documents import api


def test_update_destination_changes_named_fields_only(world: World) -> None:
    delivery = planned(world)
    before = destination_of(world, delivery)

    changed = api(world).get(UpdateDestination)(CALLER, before.id, DestinationPatch(url="https://new.example.org/"))

    assert changed.url == "https://new.example.org/"
    assert (changed.secrets, changed.enabled) == (before.secrets, True)
    assert destination_of(world, delivery) == changed


def test_update_destination_that_enables_it_closes_the_circuit(world: World) -> None:
    delivery = planned(world, enabled=False)
    broken(world, delivery)

    api(world).get(UpdateDestination)(CALLER, delivery.destination_id, DestinationPatch(enabled=True))

    assert not world.circuit_breakers.get(delivery.destination_id).is_down


def test_update_destination_that_enables_it_clears_the_reason(world: World) -> None:
    delivery = planned(world, enabled=False, disabled_reason="The receiver answered 410 Gone.")

    changed = api(world).get(UpdateDestination)(CALLER, delivery.destination_id, DestinationPatch(enabled=True))

    assert (changed.enabled, changed.disabled_reason) == (True, None)


def test_update_destination_already_enabled_keeps_the_circuit(world: World) -> None:
    delivery = planned(world)
    broken(world, delivery)

    api(world).get(UpdateDestination)(CALLER, delivery.destination_id, DestinationPatch(enabled=True))

    assert world.circuit_breakers.get(delivery.destination_id).is_down


@pytest.mark.parametrize("url", ["https://10.0.0.1/", "ftp://hooks.example.org/"])
def test_update_destination_with_a_bad_url_is_invalid(world: World, url: str) -> None:
    delivery = planned(world)
    before = destination_of(world, delivery)

    with pytest.raises(Invalid) as refused:
        api(world).get(UpdateDestination)(CALLER, before.id, DestinationPatch(url=url))

    assert [problem.pointer for problem in refused.value.problems] == ["/url"]
    assert destination_of(world, delivery) == before


def test_update_destination_that_is_a_bus_takes_no_url(world: World) -> None:
    bus = a_bus(world)

    with pytest.raises(Invalid):
        api(world).get(UpdateDestination)(CALLER, bus.id, DestinationPatch(url="https://new.example.org/"))


def test_update_destination_of_a_callback_checks_placeholders(world: World) -> None:
    callback = a_destination(type=DestinationType.CALLBACK)
    world.destinations.add(callback)

    with pytest.raises(Invalid):
        api(world).get(UpdateDestination)(
            CALLER, callback.id, DestinationPatch(url="https://new.example.org/{unknown}")
        )


def test_update_destination_disabled_meanwhile_is_enabled_again(world: World) -> None:
    delivery = planned(world)

    def disable() -> None:
        before = destination_of(world, delivery)
        world.memory.destinations[before.id] = before.disabled("gone", world.clock.now())

    interrupted(world.destinations, "save", [disable])
    changed = api(world).get(UpdateDestination)(CALLER, delivery.destination_id, DestinationPatch(enabled=True))

    assert (changed.enabled, changed.times_disabled) == (True, 1)


def test_update_destination_under_constant_changes_is_contended(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def lose(*_: object, **__: object) -> NoReturn:
        raise StaleLease

    delivery = planned(world)
    monkeypatch.setattr(world.destinations, "save", lose)

    with pytest.raises(Contended):
        api(world).get(UpdateDestination)(CALLER, delivery.destination_id, DestinationPatch(rate_per_second=1))


def test_update_destination_of_another_account_is_not_found(world: World) -> None:
    with pytest.raises(NotFound):
        api(world).get(UpdateDestination)(STRANGER, planned(world).destination_id, DestinationPatch(enabled=False))
