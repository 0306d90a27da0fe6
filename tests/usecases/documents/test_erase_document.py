"""Erasing a deleted document: its bytes, its results and its fingerprints."""

from datetime import timedelta

import pytest

from billhook.domain.document_status import Outcome, Status, StatusReason
from billhook.domain.errors import Unavailable
from billhook.domain.ids import DocumentId, JobId
from billhook.domain.job import JobStatus
from billhook.domain.submission import Submission
from billhook.usecases.companies.steps.activate_bill import ActivateBill
from billhook.usecases.documents.erase_document import EraseDocument
from billhook.usecases.maintenance.sweep import Sweep
from tests.builders import COMPANY, a_document, a_job, a_site, an_id
from tests.fakes import NOW, World
from tests.usecases.deletion import delete, erase, keys_of, unfinished
from tests.usecases.stored_documents import erasing, now, read
from tests.usecases.wiring import wired


def test_erase_document_removes_bytes_and_results(world: World) -> None:
    document, other = read(world, sha256="a" * 64), read(world)
    world.files.land(f"work/{document.id}/1.pdf", b"%PDF")
    world.files.land(str(document.file.object_key), b"%PDF once more")
    world.contents.put(document.company_id, world.contents.kept[COMPANY, document.id, "1-1"][0], None)
    world.fingerprints.claim(document.company_id, "a" * 64, document.id)

    delete(world, document)
    erase(world)

    assert keys_of(world, document) == []
    assert len(keys_of(world, other)) == 2
    assert world.memory.fingerprints == {}
    assert document.id not in world.memory.versions


def test_erase_document_strips_the_row(world: World) -> None:
    document = read(world, notes="secret", info={"po": 7}, source_url="https://example.org/bill.pdf")
    delete(world, document)

    erase(world)

    left = now(world, document)
    assert (left.file.file_name, left.file.source_url, left.submission) == ("", None, Submission())
    assert (left.result.digest, left.lease.due_at) == (None, None)
    assert left.deleted == NOW


def test_erase_document_allows_the_same_bytes_again(world: World) -> None:
    first = read(world, sha256="a" * 64)
    world.fingerprints.claim(first.company_id, "a" * 64, first.id)
    delete(world, first)
    erase(world)
    second = DocumentId(an_id())

    assert world.fingerprints.claim(first.company_id, "a" * 64, second) == second


def test_erase_document_reselects_the_active_bill(world: World) -> None:
    site = a_site()
    world.companies.add_site(site)
    other, doomed = (read(world, site_id=site.id, parsed=NOW + timedelta(hours=hours)) for hours in (1, 2))
    for item in (other, doomed):
        wired(world).get(ActivateBill).compete(item)

    delete(world, doomed)
    erase(world)

    assert world.memory.sites[site.id].active_document_id == other.id


def test_erase_document_settles_the_job(world: World) -> None:
    document = unfinished(world)

    delete(world, document)
    erase(world)

    job = world.memory.jobs[str(document.job_id)]
    (entry,) = world.jobs.entries(job.id)
    assert (entry.outcome, entry.reason) == (Outcome.FAILED, StatusReason.DELETED)
    assert (job.status, job.termination_reason) == (JobStatus.FAILED, StatusReason.DELETED)


def test_erase_document_removes_bytes_that_arrive_late(world: World) -> None:
    document = unfinished(world, status=Status.AWAITING_UPLOAD)
    delete(world, document)
    erase(world)

    world.files.land(str(document.file.object_key), b"%PDF late")
    world.clock.advance(timedelta(minutes=31))
    wired(world).get(Sweep)()
    erase(world)

    assert keys_of(world, document) == []
    assert now(world, document).lease.due_at is None


def test_erase_document_interrupted_is_repeated(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    document = read(world)
    delete(world, document)
    world.erase_queue.take()
    remove = world.files.delete_all_below

    def breaks(_: str) -> None:
        raise Unavailable("S3 is out of order.")

    monkeypatch.setattr(world.files, "delete_all_below", breaks)
    with pytest.raises(Unavailable):
        erasing(world).get(EraseDocument)(document.id)
    monkeypatch.setattr(world.files, "delete_all_below", remove)

    world.clock.advance(timedelta(minutes=2))
    wired(world).get(Sweep)()
    erase(world)

    assert keys_of(world, document) == []


def test_erase_document_that_lives_does_nothing(world: World) -> None:
    document = read(world)

    erasing(world).get(EraseDocument)(document.id)
    erasing(world).get(EraseDocument)(DocumentId(an_id()))

    assert len(keys_of(world, document)) == 2


def test_erase_document_keeps_a_file_shared_by_bills(world: World) -> None:
    first = read(world)
    second = read(world, job_id=first.job_id, object_key=first.file.object_key, split_from=first.id)

    delete(world, first)
    erase(world)
    assert world.files.head(str(first.file.object_key)) is not None
    delete(world, second)
    erase(world)

    assert world.files.head(str(first.file.object_key)) is None


def test_erase_document_removes_its_unpacked_archive(world: World) -> None:
    archive = a_document(is_archive=True, status=Status.UNPACKED)
    world.memory.documents[archive.id] = archive
    world.files.land(str(archive.file.object_key), b"PK")
    child = read(world, archive_id=archive.id)

    delete(world, child)
    erase(world)

    assert world.files.versions == {}


def test_erase_document_last_of_a_job_removes_its_info(world: World) -> None:
    first = read(world, job_id=JobId(an_id()))
    world.memory.jobs[str(first.job_id)] = a_job(id=first.job_id, info={"po": 7})
    second = read(world, job_id=first.job_id)

    delete(world, first)
    erase(world)
    assert world.memory.jobs[str(first.job_id)].info == {"po": 7}

    delete(world, second)
    erase(world)
    assert world.memory.jobs[str(first.job_id)].info is None
