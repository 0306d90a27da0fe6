"""What is deleted is gone at once for everybody, and soon for good."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest

from billhook.domain.document import Document
from billhook.domain.document_status import Outcome, Status, StatusReason
from billhook.domain.errors import Gone, NotFound, StaleLease, Unavailable
from billhook.domain.file_link import HMAC_PURPOSE, signature_of, signed_text
from billhook.domain.ids import CompanyId, DocumentId, SiteId
from billhook.domain.job import JobStatus
from billhook.ports.lists import PageRequest
from billhook.usecases.companies.steps.activate_bill import ActivateBill
from billhook.usecases.documents.download_file import DownloadFile
from billhook.usecases.documents.erase_company import EraseCompany
from billhook.usecases.documents.erase_document import EraseDocument
from billhook.usecases.documents.get_document import GetDocument
from billhook.usecases.documents.get_usage import GetUsage
from billhook.usecases.documents.list_documents import ListDocuments
from billhook.usecases.documents.list_versions import ListVersions
from billhook.usecases.documents.remove_document import RemoveDocument
from billhook.usecases.documents.reprocess_document import ReprocessDocument
from billhook.usecases.maintenance.sweep import Sweep
from tests.builders import COMPANY, a_document, a_job, a_principal, a_site, an_id
from tests.fakes import NOW, World
from tests.usecases.papers import api, erasing, now, read
from tests.usecases.wiring import wired

ALL = PageRequest(limit=100)


def delete(world: World, document: Document) -> None:
    api(world).get(RemoveDocument)(a_principal(), document.id)


def erase(world: World) -> None:
    """Work off the erase queue."""
    while sent := world.erase_queue.take():
        for one in sent:
            if "companyId" in one.message:
                erasing(world).get(EraseCompany)(one.message["companyId"])
            else:
                erasing(world).get(EraseDocument)(one.message["documentId"])


def keys_of(world: World, document: Document) -> list[Any]:
    return [key for key in [*world.files.versions, *world.contents.kept] if document.id in str(key)]


def test_a_deleted_document_is_gone_at_once_for_every_use(world: World) -> None:
    site = a_site()
    world.companies.add_site(site)
    document, uses = read(world, site_id=site.id), api(world)

    delete(world, document)

    for ask in (
        lambda: uses.get(GetDocument)(a_principal(), document.id),
        lambda: uses.get(GetDocument)(a_principal(), document.id, 1),
        lambda: uses.get(ListVersions)(a_principal(), document.id, ALL),
        lambda: uses.get(GetUsage)(a_principal(), document.id),
        lambda: uses.get(ReprocessDocument)(a_principal(), document.id),
        lambda: uses.get(RemoveDocument)(a_principal(), document.id),
    ):
        with pytest.raises(NotFound):
            ask()
    assert uses.get(ListDocuments)(a_principal(), CompanyId(COMPANY), ALL).items == ()
    assert uses.get(ListDocuments).of_site(a_principal(), SiteId(site.id), ALL).items == ()
    assert world.erase_queue.messages == [{"documentId": document.id}]


@pytest.mark.parametrize("erased", [False, True])
def test_the_link_to_its_file_is_gone(world: World, *, erased: bool) -> None:
    document, uses = read(world), api(world)
    expires = int((NOW + timedelta(hours=1)).timestamp())
    digest = world.hmacs.digest(HMAC_PURPOSE, signed_text(document.id, expires))
    signed = {"expires": str(expires), "signature": signature_of(digest)}
    assert uses.get(DownloadFile)(document.id, **signed)

    delete(world, document)
    if erased:
        erase(world)

    with pytest.raises(Gone):
        uses.get(DownloadFile)(document.id, **signed)


def test_all_bytes_and_all_that_was_read_of_them_are_removed(world: World) -> None:
    document, other = read(world, sha256="a" * 64), read(world)
    world.files.land(f"work/{document.id}/1.pdf", b"%PDF")
    world.files.land(str(document.object_key), b"%PDF once more")
    world.contents.put(document.company_id, world.contents.kept[COMPANY, document.id, "1-1"][0], None)
    world.fingerprints.claim(document.company_id, "a" * 64, document.id)

    delete(world, document)
    erase(world)

    assert keys_of(world, document) == []
    assert len(keys_of(world, other)) == 2
    assert world.memory.fingerprints == {}
    assert document.id not in world.memory.versions


def test_of_the_row_only_that_there_was_one_stays(world: World) -> None:
    document = read(world, notes="secret", info={"po": 7}, source_url="https://example.org/bill.pdf")
    delete(world, document)

    erase(world)

    left = now(world, document)
    assert (left.file_name, left.notes, left.info, left.email, left.source_url, left.digest, left.due_at) == (
        "", None, None, "", None, None, None,
    )  # fmt: skip
    assert left.deleted == NOW


def test_the_same_bytes_can_be_handed_in_again(world: World) -> None:
    first = read(world, sha256="a" * 64)
    world.fingerprints.claim(first.company_id, "a" * 64, first.id)
    delete(world, first)
    erase(world)
    second = DocumentId(an_id())

    assert world.fingerprints.claim(first.company_id, "a" * 64, second) == second


def test_its_site_chooses_the_next_bill(world: World) -> None:
    site = a_site()
    world.companies.add_site(site)
    other, doomed = (read(world, site_id=site.id, parsed=NOW + timedelta(hours=hours)) for hours in (1, 2))
    for one in (other, doomed):
        wired(world).get(ActivateBill).compete(one)

    delete(world, doomed)
    erase(world)

    assert world.memory.sites[site.id].active_document_id == other.id


def unfinished(world: World, **fields: Any) -> Document:
    document = a_document(**fields)
    world.jobs.add(a_job(id=document.job_id), [document])
    return document


def test_a_job_does_not_wait_for_what_was_deleted(world: World) -> None:
    document = unfinished(world)

    delete(world, document)
    erase(world)

    job = world.memory.jobs[str(document.job_id)]
    (entry,) = world.jobs.entries(job.id)
    assert (entry.outcome, entry.reason) == (Outcome.FAILED, StatusReason.DELETED)
    assert (job.status, job.termination_reason) == (JobStatus.FAILED, StatusReason.DELETED)


def test_whoever_works_on_it_loses_it(world: World) -> None:
    document = unfinished(world)
    held = world.documents.claim(document.id, now=NOW, until=NOW + timedelta(seconds=25))

    delete(world, document)

    for write in (
        lambda: world.documents.save(held),
        lambda: world.documents.commit(held.model_copy(update={"version": 1, "status": Status.PARSED}), []),
        lambda: world.documents.claim(document.id, now=NOW, until=NOW),
    ):
        with pytest.raises(StaleLease):
            write()


def test_bytes_that_were_on_their_way_are_removed_when_they_have_come(world: World) -> None:
    document = unfinished(world, status=Status.AWAITING_UPLOAD)
    delete(world, document)
    erase(world)

    world.files.land(str(document.object_key), b"%PDF late")
    world.clock.advance(timedelta(minutes=31))
    wired(world).get(Sweep)()
    erase(world)

    assert keys_of(world, document) == []
    assert now(world, document).due_at is None


def test_a_message_that_is_lost_is_sent_by_the_sweeper(world: World) -> None:
    document = read(world)
    delete(world, document)
    world.erase_queue.take()

    world.clock.advance(timedelta(minutes=2))
    wired(world).get(Sweep)()

    assert world.erase_queue.messages == [{"documentId": document.id}]


def test_an_erasure_that_is_cut_short_is_done_again(world: World) -> None:
    document = read(world)
    delete(world, document)
    world.erase_queue.take()
    remove = world.files.delete_all_below

    def breaks(_: str) -> None:
        raise Unavailable("S3 is out of order.")

    world.files.delete_all_below = breaks  # type: ignore[method-assign]
    with pytest.raises(Unavailable):
        erasing(world).get(EraseDocument)(document.id)
    world.files.delete_all_below = remove  # type: ignore[method-assign]

    world.clock.advance(timedelta(minutes=2))
    wired(world).get(Sweep)()
    erase(world)

    assert keys_of(world, document) == []


def test_what_lives_is_not_erased(world: World) -> None:
    document = read(world)

    erasing(world).get(EraseDocument)(document.id)
    erasing(world).get(EraseDocument)(DocumentId(an_id()))

    assert len(keys_of(world, document)) == 2


def test_a_file_of_several_bills_stays_until_the_last_of_them_is_deleted(world: World) -> None:
    first = read(world)
    second = read(world, job_id=first.job_id, object_key=first.object_key, split_from=first.id)

    delete(world, first)
    erase(world)
    assert world.files.head(str(first.object_key)) is not None
    delete(world, second)
    erase(world)

    assert world.files.head(str(first.object_key)) is None


def test_an_archive_goes_with_the_first_of_its_documents(world: World) -> None:
    archive = a_document(is_archive=True, status=Status.UNPACKED)
    world.memory.documents[archive.id] = archive
    world.files.land(str(archive.object_key), b"PK")
    child = read(world, archive_id=archive.id)

    delete(world, child)
    erase(world)

    assert world.files.versions == {}


def test_of_sixteen_who_delete_it_at_once_one_does(world: World) -> None:
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

    assert now(world, document).fence == document.fence + 1
