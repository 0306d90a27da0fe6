"""Erasing a deleted company with its documents and destinations."""

from datetime import timedelta

import pytest

from billhook.domain.company import RESTORABLE
from billhook.domain.ids import CompanyId, DestinationId
from billhook.usecases.companies.remove_company import RemoveCompany
from billhook.usecases.documents.erase_company import EraseCompany
from billhook.usecases.maintenance.sweep import Sweep
from tests.builders import COMPANY, a_company, a_content, a_destination, a_principal, an_id
from tests.fakes import World
from tests.usecases.deletion import erase, keys_of, unfinished
from tests.usecases.stored_documents import api, erasing, now, read
from tests.usecases.wiring import wired


def removed_for_good(world: World) -> None:
    """Deleted longer ago than it can be restored, and found by the sweeper."""
    api(world).get(RemoveCompany)(a_principal(), CompanyId(COMPANY))
    world.clock.advance(RESTORABLE + timedelta(minutes=2))
    wired(world).get(Sweep)()


def test_erase_company_that_can_be_restored_does_nothing(world: World) -> None:
    document = read(world)
    api(world).get(RemoveCompany)(a_principal(), CompanyId(COMPANY))
    world.clock.advance(RESTORABLE)

    erasing(world).get(EraseCompany)(CompanyId(COMPANY))

    assert len(keys_of(world, document)) == 2
    assert world.erase_queue.messages == []


def test_erase_company_erases_documents_and_destinations(world: World) -> None:
    elsewhere = an_id()
    world.companies.add(a_company(id=elsewhere))
    documents, other = [read(world) for _ in range(3)], read(world, company_id=elsewhere)
    waiting = unfinished(world)
    destination = a_destination()
    world.destinations.add(destination)

    removed_for_good(world)
    erase(world)

    assert [keys_of(world, document) for document in (*documents, waiting)] == [[]] * 4
    assert len(keys_of(world, other)) == 2
    assert world.memory.destinations[destination.id].deleted is not None


def test_erase_company_of_many_destinations_hides_all(world: World) -> None:
    for _ in range(120):
        world.destinations.add(a_destination(id=DestinationId(an_id())))

    removed_for_good(world)
    erase(world)

    assert all(destination.deleted for destination in world.memory.destinations.values())


def test_erase_company_of_many_documents_sends_messages(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("billhook.usecases.documents.erase_company.AT_ONCE", 2)
    documents = [read(world) for _ in range(5)]

    removed_for_good(world)
    world.erase_queue.take()
    erasing(world).get(EraseCompany)(CompanyId(COMPANY))

    assert [list(message) for message in world.erase_queue.messages] == [["documentId"]] * 2 + [["companyId"]]
    erase(world)
    assert all(now(world, document).deleted for document in documents)


def test_erase_company_finds_late_uploads_and_ends(world: World) -> None:
    removed_for_good(world)
    late = unfinished(world)
    world.files.land(f"drop/{COMPANY}/a/b", b"%PDF")
    world.contents.put(CompanyId(COMPANY), a_content(), None)  # by a request that did not live to write its row

    for _ in range(40):
        world.clock.advance(timedelta(minutes=1))
        wired(world).get(Sweep)()
        erase(world)

    assert keys_of(world, late) == []
    assert (world.files.versions, world.contents.kept) == ({}, {})
    assert world.memory.companies[COMPANY].due_at is None
    assert list(world.due_index.due_items(world.clock.now() + timedelta(days=30), 10)) == []
