"""Rotating the signing secret of a webhook."""

from datetime import timedelta
from typing import NoReturn

import pytest

from billhook.domain.destination import Destination, DestinationType
from billhook.domain.errors import Conflict, Contended, NotFound, StaleLease
from billhook.domain.signing import secret_text
from billhook.usecases.destinations.rotate_secret import DEFAULT_OVERLAP, RotateSecret
from tests.builders import a_destination
from tests.fakes import NOW, World
from tests.usecases.callers import CALLER, STRANGER
from tests.usecases.planned_deliveries import KEY, planned
from tests.usecases.stored_documents import api


def test_rotate_secret_returns_a_new_secret_that_is_stored(world: World) -> None:
    destination_id = planned(world).destination_id

    rotated, secret = api(world).get(RotateSecret)(CALLER, destination_id)

    newest = max(rotated.secrets, key=lambda item: item.expires is None)
    assert secret_text(world.encryptor.decrypt(newest.sealed, context=destination_id)) == secret
    assert secret != secret_text(KEY)
    assert world.memory.destinations[destination_id] == rotated


@pytest.mark.parametrize("overlap", [DEFAULT_OVERLAP, timedelta(hours=1)])
def test_rotate_secret_keeps_the_old_one_for_the_overlap(world: World, overlap: timedelta) -> None:
    destination_id = planned(world).destination_id

    rotated, _ = api(world).get(RotateSecret)(CALLER, destination_id, overlap=overlap)

    assert len(rotated.live_secrets(NOW + overlap - timedelta(seconds=1))) == 2
    assert len(rotated.live_secrets(NOW + overlap)) == 1


def test_rotate_secret_of_a_callback_is_a_conflict(world: World) -> None:
    callback = a_destination(type=DestinationType.CALLBACK)
    world.destinations.add(callback)

    with pytest.raises(Conflict):
        api(world).get(RotateSecret)(CALLER, callback.id)


def test_rotate_secret_lost_to_a_concurrent_change_is_contended(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def lose(*_: object, **__: object) -> NoReturn:
        raise StaleLease

    destination_id = planned(world).destination_id
    monkeypatch.setattr(world.destinations, "save", lose)

    with pytest.raises(Contended):
        api(world).get(RotateSecret)(CALLER, destination_id)


def test_rotate_secret_twice_at_once_keeps_both_secrets(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    destination_id, rotate = planned(world).destination_id, api(world).get(RotateSecret)
    save, other = world.destinations.save, []

    def rotated_before(after: Destination, *, before: Destination) -> None:
        monkeypatch.setattr(world.destinations, "save", save)
        other.append(rotate(CALLER, destination_id)[1])
        save(after, before=before)

    monkeypatch.setattr(world.destinations, "save", rotated_before)

    rotated, secret = rotate(CALLER, destination_id)

    opened = [secret_text(world.encryptor.decrypt(kept.sealed, context=destination_id)) for kept in rotated.secrets]
    assert sorted(opened) == sorted([secret, other[0], secret_text(KEY)])


def test_rotate_secret_of_another_account_is_not_found(world: World) -> None:
    destination_id = planned(world).destination_id

    with pytest.raises(NotFound):
        api(world).get(RotateSecret)(STRANGER, destination_id)
