"""Listing the drops of a company."""

from datetime import timedelta

import pytest

from billhook.domain.errors import NotFound
from billhook.ports.lists import PageRequest
from billhook.usecases.intake.create_drop import CreateDrop
from billhook.usecases.intake.list_drops import ListDrops
from tests.builders import COMPANY
from tests.fakes import World
from tests.usecases.callers import CALLER, STRANGER
from tests.usecases.stored_documents import api


def test_list_drops_newest_first_without_revoked_ones(world: World) -> None:
    drops = []
    for name in ("one", "two", "three"):
        world.clock.advance(timedelta(hours=1))
        drops.append(api(world).get(CreateDrop)(CALLER, COMPANY, name=name)[0])
    world.drops.save(drops[1].revoked_at(world.clock.now()))

    listed = api(world).get(ListDrops)(CALLER, COMPANY, PageRequest())

    assert listed.items == (drops[2], drops[0])


def test_list_drops_of_a_foreign_company_is_not_found(world: World) -> None:
    with pytest.raises(NotFound):
        api(world).get(ListDrops)(STRANGER, COMPANY, PageRequest())
