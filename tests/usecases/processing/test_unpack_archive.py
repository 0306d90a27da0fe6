"""Unpacking an archive: each of its files becomes a document."""

from collections.abc import Sequence
from datetime import timedelta

import pytest

from billhook.domain.bill import Extraction
from billhook.domain.document import Document
from billhook.domain.document_status import Outcome, Status, StatusReason
from billhook.domain.errors import Unavailable
from billhook.domain.events import EventType
from billhook.domain.ids import DocumentId, JobId, derived
from billhook.domain.job import MAX_DOCUMENTS, Job, entry_of
from billhook.ports.lists import PageRequest
from billhook.runtime.container import Container
from billhook.usecases.delivery.publish_events import PublishEvents
from billhook.usecases.processing.parse_document import ParseDocument
from billhook.usecases.processing.unpack_archive import UnpackArchive
from billhook.wire.document import job_json
from tests.adapters.archives import BILL, SYMLINK_MODE, a_raw_zip, a_zip
from tests.builders import COMPANY, a_bill, a_document, a_document_text, a_final_document, a_job, a_site
from tests.fakes import NOW, FakeFile, World
from tests.usecases.wiring import wired

TWO = a_zip(("a.pdf", BILL), ("März/b.pdf", b"%PDF b"))


def uploaded(world: World, content: bytes, **fields: object) -> Document:
    archive = a_document(is_archive=True, file_name="bills.zip", **fields)
    world.jobs.add(a_job(id=archive.job_id), [archive])
    world.files.land(str(archive.file.object_key), content)
    return archive


def pipeline(world: World) -> Container:
    return wired(world, extract=lambda _: Extraction(bills=(a_bill(),)))


def unpack(world: World, archive: Document) -> Document:
    pipeline(world).get(UnpackArchive)(archive.id)
    return world.memory.documents[archive.id]


def files_of(world: World, archive: Document) -> list[Document]:
    found = [document for document in world.memory.documents.values() if document.identity.archive_id == archive.id]
    return sorted(found, key=lambda item: item.file.file_name)


def test_unpack_archive_makes_a_document_of_each_file(world: World) -> None:
    site = a_site()
    archive = uploaded(
        world, TWO, site_id=site.id, notes="n", info={"po": 7}, email="a@example.org", allow_duplicate=True
    )

    final = unpack(world, archive)

    first, second = files_of(world, archive)
    assert (final.status, final.outcome, final.lease.due_at) == (Status.UNPACKED, Outcome.UNPACKED, None)
    assert [first.file.file_name, second.file.file_name] == ["a.pdf", "b.pdf"]
    assert first.id == derived("entry", archive.id, 0)
    assert (first.company_id, first.site_id, first.job_id) == (archive.company_id, site.id, archive.job_id)
    assert first.submission == archive.submission
    assert (first.status, first.file.object_key) == (Status.PROCESSING, f"incoming/{COMPANY}/{first.id}")
    assert world.files.get(str(second.file.object_key)) == b"%PDF b"
    assert world.files.head(str(second.file.object_key)).metadata == {  # type: ignore[union-attr]
        "company": COMPANY, "document": second.id, "job": archive.job_id, "file-name": "b.pdf",
    }  # fmt: skip


def test_unpack_archive_hides_the_archive_from_lists_and_events(world: World) -> None:
    archive = uploaded(world, TWO, site_id=a_site().id)
    unpack(world, archive)
    (event,) = world.memory.events.values()

    faults = pipeline(world).get(PublishEvents)([event])

    assert (event.type, event.subject_id, faults) == (EventType.DOCUMENT_SETTLED, archive.id, {})
    assert world.bus.published == []
    ids = {item.id for item in files_of(world, archive)}
    assert {item.id for item in world.documents.page(COMPANY, PageRequest()).items} == ids
    assert {item.id for item in world.documents.page_of_site(archive.site_id, PageRequest()).items} == ids  # type: ignore[arg-type]
    shown = job_json(world.memory.jobs[str(archive.job_id)], world.jobs.entries(archive.job_id))  # type: ignore[arg-type]
    assert set(shown["documentIds"]) == ids


def test_unpack_archive_keeps_the_job_open_for_its_files(world: World) -> None:
    archive = uploaded(world, TWO)
    pipe = pipeline(world)
    unpack(world, archive)
    pipe.get(PublishEvents)(list(world.memory.events.values()))
    assert world.memory.jobs[str(archive.job_id)].status.value == "PENDING"

    for item in files_of(world, archive):
        world.file_opener.files[world.files.get(str(item.file.object_key))] = FakeFile(a_document_text())
        pipe.get(ParseDocument)(item.id)
    pipe.get(PublishEvents)(list(world.memory.events.values()))

    job = world.memory.jobs[str(archive.job_id)]
    shown = job_json(job, world.jobs.entries(job.id))
    assert (shown["status"], len(shown["parsedDocumentIds"]), len(shown["documentIds"])) == ("COMPLETED", 2, 2)


def test_unpack_archive_rejects_a_bad_file_only(world: World) -> None:
    content = a_raw_zip({"name": b"a.pdf"}, {"name": b"b.pdf", "mode": SYMLINK_MODE}, {"name": b"c.pdf", "flags": 1})

    archive = uploaded(world, content)
    final = unpack(world, archive)

    good, link, locked = files_of(world, archive)
    assert final.status is Status.UNPACKED
    assert (good.status, good.file.size) == (Status.PROCESSING, len(BILL))
    assert (link.status, link.verdict.status_reason) == (Status.REJECTED, StatusReason.UNSAFE)
    assert (locked.status, locked.verdict.status_reason) == (Status.REJECTED, StatusReason.ENCRYPTED)
    types = {event.subject_id: event.type for event in world.memory.events.values()}
    assert types[link.id] is EventType.DOCUMENT_REJECTED


def test_unpack_archive_refused_is_a_rejected_document(world: World) -> None:
    archive = uploaded(world, TWO[:-5])

    final = unpack(world, archive)
    pipeline(world).get(PublishEvents)(list(world.memory.events.values()))

    assert (final.status, final.verdict.status_reason, final.file.is_archive) == (
        Status.REJECTED,
        StatusReason.CORRUPT,
        False,
    )
    assert [item.id for item in world.documents.page(COMPANY, PageRequest()).items] == [archive.id]
    job = world.memory.jobs[str(archive.job_id)]
    shown = job_json(job, world.jobs.entries(job.id))
    assert (shown["status"], shown["terminationReason"], shown["failedDocumentIds"]) == (
        "FAILED", "corrupt", [archive.id],
    )  # fmt: skip


def test_unpack_archive_repeated_makes_no_second_documents(world: World) -> None:
    archive = uploaded(world, TWO)
    finish = world.documents.commit
    world.documents.commit = lambda *_: (_ for _ in ()).throw(Unavailable("Out of order."))  # type: ignore[method-assign]
    unpack(world, archive)
    world.documents.commit = finish  # type: ignore[method-assign]
    assert world.memory.documents[archive.id].status is Status.PROCESSING
    assert world.parse_queue.messages == [{"documentId": archive.id}]

    world.clock.advance(timedelta(minutes=2))
    final = unpack(world, archive)

    assert final.status is Status.UNPACKED
    assert len(files_of(world, archive)) == 2
    assert len(world.jobs.entries(archive.job_id)) == 3  # type: ignore[arg-type]


def test_unpack_archive_unfinished_defers_its_files(world: World) -> None:
    archive = uploaded(world, TWO)
    child = a_document(archive_id=archive.id, job_id=archive.job_id)
    world.jobs.add(a_job(id=archive.job_id), [child])

    pipeline(world).get(ParseDocument)(child.id)

    waiting = world.memory.documents[child.id]
    assert (waiting.status, waiting.lease.claimed_until) == (Status.PROCESSING, None)
    assert world.parse_queue.messages == [{"documentId": child.id}]


def test_unpack_archive_within_an_archive_is_rejected(world: World) -> None:
    child = a_document(archive_id=DocumentId(derived("an archive")))
    world.jobs.add(a_job(id=child.job_id), [child])
    world.files.land(str(child.file.object_key), TWO)

    pipeline(world).get(ParseDocument)(child.id)

    assert world.memory.documents[child.id].verdict.status_reason is StatusReason.UNSUPPORTED_TYPE
    assert world.unpack_queue.sent == []


def fill(world: World, job_id: JobId | None, documents: int) -> None:
    """Let the job have so many documents beside those that it has."""
    for _ in range(documents):
        world.jobs.settle(JobId(str(job_id)), entry_of(a_final_document(job_id=job_id)))


def reasons_of(world: World, archive: Document) -> list[StatusReason | None]:
    return [item.verdict.status_reason for item in files_of(world, archive)]


FOUR = a_zip(*((f"{name}.pdf", BILL) for name in "abcd"))
FULL = StatusReason.JOB_TOO_LARGE


@pytest.mark.parametrize(("others", "taken"), [(496, 4), (497, 3), (498, 2)])
def test_unpack_archive_stops_at_the_limit_of_the_job(world: World, others: int, taken: int) -> None:
    archive = uploaded(world, FOUR)
    fill(world, archive.job_id, others)

    unpack(world, archive)

    assert reasons_of(world, archive) == [None] * taken + [FULL] * (4 - taken)


def test_unpack_archive_at_once_shares_the_capacity_of_the_job(world: World) -> None:
    first = uploaded(world, FOUR)
    second = uploaded(world, FOUR, job_id=first.job_id)
    fill(world, first.job_id, MAX_DOCUMENTS - 6)
    add = world.jobs.add

    def add_after_the_other(job: Job, documents: Sequence[Document]) -> None:
        world.jobs.add = add  # type: ignore[method-assign]
        unpack(world, second)
        add(job, documents)

    world.jobs.add = add_after_the_other  # type: ignore[method-assign]
    unpack(world, first)

    assert reasons_of(world, first) == [None] * 4
    assert reasons_of(world, second) == [None] * 2 + [FULL] * 2


def test_unpack_archive_in_a_full_job_is_rejected(world: World) -> None:
    archive = uploaded(world, TWO)
    fill(world, archive.job_id, MAX_DOCUMENTS - 1)

    final = unpack(world, archive)

    assert (final.status, final.verdict.status_reason) == (Status.REJECTED, StatusReason.JOB_TOO_LARGE)
    assert files_of(world, archive) == []


def test_unpack_archive_undeclared_is_forwarded_by_the_parser(world: World) -> None:
    """The type of a URL or a presigned upload is known when its bytes have arrived."""
    document = a_document(file_name="bill.pdf")
    world.jobs.add(a_job(id=document.job_id), [document])
    world.files.land(str(document.file.object_key), TWO)

    pipeline(world).get(ParseDocument)(document.id, "v1")

    archive = world.memory.documents[document.id]
    assert (archive.file.is_archive, archive.file.content_type, archive.file.object_version) == (
        True,
        "application/zip",
        "v1",
    )
    assert (archive.lease.claimed_until, archive.lease.attempts) == (None, 0)
    assert archive.lease.due_at == NOW + timedelta(seconds=60)
    assert world.unpack_queue.messages == [{"documentId": document.id}]
    assert world.documents.page(COMPANY, PageRequest()).items == ()
    assert [entry.is_archive for entry in world.jobs.entries(archive.job_id)] == [True]  # type: ignore[arg-type]


def test_unpack_archive_ignores_a_document_named_zip(world: World) -> None:
    document = a_document(file_name="bill.zip", is_archive=True, status=Status.AWAITING_UPLOAD)
    world.jobs.add(a_job(id=document.job_id), [document])
    world.files.land(str(document.file.object_key), BILL)
    world.file_opener.files[BILL] = FakeFile(a_document_text())

    pipeline(world).get(ParseDocument)(document.id)

    read = world.memory.documents[document.id]
    assert (read.status, read.file.is_archive, read.file.content_type) == (Status.PARSED, False, "application/pdf")
    assert [item.id for item in world.documents.page(COMPANY, PageRequest()).items] == [document.id]
