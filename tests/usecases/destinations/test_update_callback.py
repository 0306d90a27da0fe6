"""Changing a callback."""

from typing import NoReturn

import pytest

from billhook.domain.destination import Destination, DestinationType
from billhook.domain.errors import Contended, Invalid, NotFound, StaleLease
from billhook.usecases.destinations.add_callback import AddCallback
from billhook.usecases.destinations.update_callback import CallbackPatch, UpdateCallback
from tests.builders import COMPANY, a_destination
from tests.fakes import World
from tests.usecases.callers import CALLER, STRANGER
from tests.usecases.stored_documents import api

TEMPLATE = "https://hooks.example.org/{job_id}"


@pytest.fixture
def callback(world: World) -> Destination:
    return api(world).get(AddCallback)(CALLER, COMPANY, url_template=TEMPLATE, header=("x-token", "old"))


def test_update_callback_changes_named_fields_only(world: World, callback: Destination) -> None:
    changed = api(world).get(UpdateCallback)(
        CALLER, COMPANY, callback.id, CallbackPatch(enabled=False, description="mine")
    )

    assert (changed.enabled, changed.description) == (False, "mine")
    assert (changed.url, changed.header) == (callback.url, callback.header)
    assert world.memory.destinations[callback.id] == changed


def test_update_callback_under_constant_changes_is_contended(
    world: World, callback: Destination, monkeypatch: pytest.MonkeyPatch
) -> None:
    def lose(*_: object, **__: object) -> NoReturn:
        raise StaleLease

    monkeypatch.setattr(world.destinations, "save", lose)

    with pytest.raises(Contended):
        api(world).get(UpdateCallback)(CALLER, COMPANY, callback.id, CallbackPatch(enabled=False))


def test_update_callback_encrypts_a_new_header(world: World, callback: Destination) -> None:
    changed = api(world).get(UpdateCallback)(CALLER, COMPANY, callback.id, CallbackPatch(header=("x-other", "new")))

    assert changed.header is not None
    assert changed.header.name == "x-other"
    assert world.encryptor.decrypt(changed.header.sealed, context=callback.id) == b"new"


def test_update_callback_with_no_header_removes_it(world: World, callback: Destination) -> None:
    assert api(world).get(UpdateCallback)(CALLER, COMPANY, callback.id, CallbackPatch(header=None)).header is None


def test_update_callback_with_a_bad_template_is_invalid(world: World, callback: Destination) -> None:
    with pytest.raises(Invalid):
        api(world).get(UpdateCallback)(CALLER, COMPANY, callback.id, CallbackPatch(url_template="https://10.0.0.1/"))

    assert world.memory.destinations[callback.id] == callback


def test_update_callback_of_another_type_or_account_is_not_found(world: World, callback: Destination) -> None:
    webhook = a_destination(type=DestinationType.WEBHOOK)
    world.destinations.add(webhook)

    for caller, destination in ((CALLER, webhook), (STRANGER, callback)):
        with pytest.raises(NotFound):
            api(world).get(UpdateCallback)(caller, COMPANY, destination.id, CallbackPatch(enabled=False))
