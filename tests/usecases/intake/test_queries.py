"""Query the drops of a company."""

from datetime import timedelta

import pytest

from billhook.domain.errors import NotFound
from billhook.domain.ids import DropId
from billhook.ports.lists import PageRequest
from billhook.usecases.intake.create_drop import CreateDrop
from billhook.usecases.intake.queries import GetDrop, ListDrops
from tests.builders import COMPANY, an_id
from tests.fakes import NOW, World
from tests.usecases.callers import CALLER, STRANGER
from tests.usecases.stored_documents import api


def test_get_drop_returns_it_without_its_token(world: World) -> None:
    drop, token = api(world).get(CreateDrop)(CALLER, COMPANY, name="Bills")

    found = api(world).get(GetDrop)(CALLER, drop.id)

    assert found == drop
    assert token not in str(found)


def test_get_drop_revoked_or_unknown_is_not_found(world: World) -> None:
    drop, _ = api(world).get(CreateDrop)(CALLER, COMPANY)
    world.drops.save(drop.revoked_at(NOW))

    for drop_id in (drop.id, DropId(an_id()), DropId("no id")):
        with pytest.raises(NotFound):
            api(world).get(GetDrop)(CALLER, drop_id)


def test_get_drop_of_another_account_is_not_found(world: World) -> None:
    drop, _ = api(world).get(CreateDrop)(CALLER, COMPANY)

    with pytest.raises(NotFound):
        api(world).get(GetDrop)(STRANGER, drop.id)


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
