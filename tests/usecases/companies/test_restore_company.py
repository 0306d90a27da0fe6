"""Restoring a deleted company."""

from datetime import timedelta

import pytest

from billhook.domain.company import RESTORABLE
from billhook.domain.errors import Gone, NotFound
from billhook.domain.ids import CompanyId
from billhook.usecases.companies.remove_company import RemoveCompany
from billhook.usecases.companies.restore_company import RestoreCompany
from billhook.usecases.documents.queries import GetDocument
from billhook.usecases.maintenance.sweep import Sweep
from tests.builders import COMPANY, a_destination, a_principal
from tests.fakes import World
from tests.usecases.callers import CALLER, STRANGER
from tests.usecases.deletion import erase
from tests.usecases.stored_documents import api, read
from tests.usecases.wiring import wired

ID = CompanyId(COMPANY)


def test_restore_company_shows_documents_and_destinations(world: World) -> None:
    uses, document, destination = api(world), read(world), a_destination()
    world.destinations.add(destination)
    uses.get(RemoveCompany)(CALLER, ID)
    world.clock.advance(RESTORABLE - timedelta(seconds=1))
    wired(world).get(Sweep)()
    erase(world)

    restored = uses.get(RestoreCompany)(CALLER, ID)

    assert (restored.deleted, restored.due_at) == (None, None)
    assert uses.get(GetDocument)(a_principal(), document.id)[0].id == document.id
    assert world.memory.destinations[destination.id] == destination
    world.clock.advance(timedelta(days=1))
    wired(world).get(Sweep)()
    erase(world)
    assert uses.get(GetDocument)(a_principal(), document.id)[0].deleted is None


def test_restore_company_after_its_time_is_gone(world: World) -> None:
    uses = api(world)
    uses.get(RemoveCompany)(CALLER, ID)
    world.clock.advance(RESTORABLE)

    with pytest.raises(Gone):
        uses.get(RestoreCompany)(CALLER, ID)
    assert world.memory.companies[ID].deleted is not None


def test_restore_company_that_is_not_deleted_changes_nothing(world: World) -> None:
    uses = api(world)
    before = world.memory.companies[ID]

    assert uses.get(RestoreCompany)(CALLER, ID) == before


@pytest.mark.parametrize("company_id", [COMPANY, "nothing", "019a0000-ffff-7fff-8000-0000deadbeef"])
def test_restore_company_foreign_or_absent_is_not_found(world: World, company_id: str) -> None:
    api(world).get(RemoveCompany)(CALLER, ID)

    with pytest.raises(NotFound):
        api(world).get(RestoreCompany)(STRANGER, CompanyId(company_id))
