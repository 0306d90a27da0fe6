"""Deleting a document: hidden at once for every use."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest

from billhook.domain.document_status import Status
from billhook.domain.errors import NotFound, StaleLease
from billhook.domain.ids import CompanyId, SiteId
from billhook.ports.lists import PageRequest
from billhook.usecases.documents.queries import GetDocument, GetUsage, ListDocuments, ListVersions
from billhook.usecases.documents.remove_document import RemoveDocument
from billhook.usecases.documents.reprocess_document import ReprocessDocument
from billhook.usecases.maintenance.sweep import Sweep
from tests.builders import COMPANY, a_principal, a_site
from tests.documents import altered
from tests.fakes import NOW, World
from tests.usecases.deletion import delete, unfinished
from tests.usecases.stored_documents import api, now, read
from tests.usecases.wiring import wired

ALL = PageRequest(limit=100)


def test_remove_document_hides_it_from_every_use_case(world: World) -> None:
    site = a_site()
    world.companies.add_site(site)
    document, uses = read(world, site_id=site.id), api(world)

    delete(world, document)

    for ask in (
        lambda: uses.get(GetDocument)(a_principal(), document.id),
        lambda: uses.get(GetDocument)(a_principal(), document.id, 1),
        lambda: uses.get(ListVersions)(a_principal(), document.id, ALL),
        lambda: uses.get(GetUsage)(a_principal(), document.id, ALL),
        lambda: uses.get(ReprocessDocument)(a_principal(), document.id),
        lambda: uses.get(RemoveDocument)(a_principal(), document.id),
    ):
        with pytest.raises(NotFound):
            ask()
    assert uses.get(ListDocuments)(a_principal(), CompanyId(COMPANY), ALL).items == ()
    assert uses.get(ListDocuments).of_site(a_principal(), SiteId(site.id), ALL).items == ()
    assert world.erase_queue.messages == [{"documentId": document.id}]


def test_remove_document_takes_it_from_its_worker(world: World) -> None:
    document = unfinished(world)
    held = world.documents.claim(document.id, now=NOW, until=NOW + timedelta(seconds=25))

    delete(world, document)

    for write in (
        lambda: world.documents.save(held),
        lambda: world.documents.commit(altered(held, version=1, status=Status.PARSED), []),
        lambda: world.documents.claim(document.id, now=NOW, until=NOW),
    ):
        with pytest.raises(StaleLease):
            write()


def test_remove_document_with_lost_message_stays_due(world: World) -> None:
    document = read(world)
    delete(world, document)
    world.erase_queue.take()

    world.clock.advance(timedelta(minutes=2))
    wired(world).get(Sweep)()

    assert world.erase_queue.messages == [{"documentId": document.id}]


def test_remove_document_by_sixteen_at_once_succeeds_once(world: World) -> None:
    document, start, uses = read(world), Barrier(16), api(world)

    def run(_: int) -> bool:
        start.wait()
        try:
            uses.get(RemoveDocument)(a_principal(), document.id)
        except NotFound:
            return False
        return True

    with ThreadPoolExecutor(16) as threads:
        assert list(threads.map(run, range(16))).count(True) == 1

    assert now(world, document).lease.fence == document.lease.fence + 1
