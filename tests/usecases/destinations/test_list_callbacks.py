"""Listing the callbacks of a company."""

from datetime import timedelta

import pytest

from billhook.domain.destination import DestinationType
from billhook.domain.errors import NotFound
from billhook.usecases.destinations.list_callbacks import ListCallbacks
from tests.builders import COMPANY, a_destination
from tests.fakes import NOW, World
from tests.usecases.callers import CALLER, STRANGER
from tests.usecases.stored_documents import api


def test_list_callbacks_has_every_callback_newest_first(world: World) -> None:
    callbacks = [
        a_destination(type=DestinationType.CALLBACK, created=NOW + timedelta(minutes=minute)) for minute in range(120)
    ]
    for destination in callbacks:
        world.destinations.add(destination)

    assert api(world).get(ListCallbacks)(CALLER, COMPANY) == tuple(callbacks[::-1])


def test_list_callbacks_leaves_out_webhooks_and_deleted_ones(world: World) -> None:
    for destination in (a_destination(), a_destination(type=DestinationType.CALLBACK, deleted=NOW)):
        world.destinations.add(destination)

    assert api(world).get(ListCallbacks)(CALLER, COMPANY) == ()


def test_list_callbacks_of_a_foreign_company_is_not_found(world: World) -> None:
    with pytest.raises(NotFound):
        api(world).get(ListCallbacks)(STRANGER, COMPANY)
