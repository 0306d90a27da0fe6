"""Crashes with archives, drops and orphaned files: nothing is lost, nothing is done twice."""

from dataclasses import dataclass

import pytest

from billhook.domain.document import Document
from billhook.domain.document_status import Outcome, Status, StatusReason
from billhook.domain.drop import Drop
from billhook.domain.ids import DocumentId, DropId, JobId
from billhook.domain.job import JobStatus
from billhook.wire.document import job_json
from tests.adapters.archives import SYMLINK_MODE, a_raw_zip, a_zip
from tests.builders import COMPANY, a_company, a_document, a_document_text, a_job, an_id
from tests.fakes import NOW, FakeFile
from tests.usecases.lives import Lives
from tests.usecases.simulation import Simulation

pytestmark = pytest.mark.slow

ONE, TWO, THREE, DROPPED, LOST = (b"%%PDF %d" % number for number in range(5))
MIXED = a_raw_zip(
    {"name": b"one.pdf", "data": ONE}, {"name": b"link", "mode": SYMLINK_MODE}, {"name": b"two.pdf", "data": TWO}
)
DUPLICATES = a_zip(("two again.pdf", TWO), ("three.pdf", THREE))
BOMB = a_zip(("one.pdf", ONE))[:-4]
DROP = DropId(an_id())


@dataclass
class ArchiveRun:
    """A job of three archives, a file in a drop, and a file of whose rows nothing is left."""

    simulation: Simulation
    job_id: JobId
    dropped: DocumentId
    lost: Document


def started(**how: object) -> ArchiveRun:
    simulation = Simulation(**{"walks": True} | how)  # type: ignore[arg-type]
    world = simulation.world
    world.companies.add(a_company())
    world.drops.add(Drop(id=DROP, company_id=COMPANY, email="drop@example.org", created=NOW, expires=NOW))
    world.file_opener.files |= {
        content: FakeFile(a_document_text("Bill 121.00")) for content in (ONE, TWO, THREE, DROPPED, LOST)
    }
    job = a_job(expected=3, due_at=NOW)
    known = a_document(job_id=job.id, is_archive=True, file_name="mixed.zip")
    unnotified = a_document(job_id=job.id, file_name="duplicates.pdf")
    broken = a_document(job_id=job.id, is_archive=True, file_name="broken.zip")
    world.jobs.add(job, [known, unnotified, broken])
    for document, content in ((known, MIXED), (unnotified, DUPLICATES), (broken, BOMB)):
        world.files.land(str(document.file.object_key), content)
    dropped, lost = DocumentId(an_id()), a_document(job_id=JobId(an_id()), file_name="lost.pdf")
    world.files.land(
        f"drop/{COMPANY}/{DROP}/{dropped}",
        DROPPED,
        metadata={"company": COMPANY, "drop": DROP, "document": dropped, "file-name": "dropped.pdf"},
    )
    metadata = {"company": COMPANY, "document": lost.id, "job": str(lost.job_id), "file-name": lost.file.file_name}
    world.files.land(str(lost.file.object_key), LOST, metadata=metadata)
    return ArchiveRun(simulation, job.id, dropped, lost)


def check(run: ArchiveRun) -> None:
    memory = run.simulation.world.memory
    archives = [document for document in memory.documents.values() if document.file.is_archive]
    assert {archive.file.file_name: archive.status for archive in archives} == {
        "mixed.zip": Status.UNPACKED, "duplicates.pdf": Status.UNPACKED,
    }  # fmt: skip

    documents = {
        document.file.file_name: document for document in memory.documents.values() if not document.file.is_archive
    }
    ends = {
        name: (document.status, document.verdict.status_reason, document.version)
        for name, document in documents.items()
    }
    fine = (Status.PARSED, None, 1)
    assert ends == {
        "one.pdf": fine,
        "two.pdf": fine,
        "link": (Status.REJECTED, StatusReason.UNSAFE, 1),
        "two again.pdf": fine,
        "three.pdf": fine,
        "broken.zip": (Status.REJECTED, StatusReason.CORRUPT, 1),
        "dropped.pdf": fine,
        "lost.pdf": fine,
    }
    duplicates = [documents["two.pdf"].outcome, documents["two again.pdf"].outcome]
    assert sorted(map(str, duplicates)) == [Outcome.DUPLICATE, Outcome.PARSED]

    jobs = {job.id: job for job in memory.jobs.values()}
    assert len(jobs) == 3
    assert {job.status for job in jobs.values()} == {JobStatus.COMPLETED}
    shown = job_json(jobs[run.job_id], run.simulation.world.jobs.entries(run.job_id))
    inside = {document.id for document in documents.values() if document.job_id == run.job_id}
    assert (set(shown["documentIds"]), len(inside)) == (inside, 6)
    assert set(shown["failedDocumentIds"]) == {documents["link"].id, documents["broken.zip"].id}
    assert documents["dropped.pdf"].id == run.dropped
    assert (documents["lost.pdf"].id, documents["lost.pdf"].job_id) == (run.lost.id, run.lost.job_id)

    committed = [item[0].id for call, item in run.simulation.fate.done if call == "documents.commit"]
    assert sorted(committed) == sorted(memory.documents)
    events = list(memory.events.values())
    assert all(event.published for event in events)
    assert len(events) == len(memory.documents) + len(jobs)
    published = {entry.event_id for entry in run.simulation.world.bus.published}
    quiet = {event.id for event in events if event.subject_id in {archive.id for archive in archives}}
    assert published == {event.id for event in events} - quiet


LIVES = Lives(started, check)


def test_archives_without_a_crash_are_unpacked_once() -> None:
    LIVES.quiet()


def test_archives_killed_at_any_call_lose_nothing() -> None:
    LIVES.killed_at_each(LIVES.calls)


def test_archives_killed_with_their_message_lose_nothing() -> None:
    """Files without rows are found by the walk through the bucket, which the simulation's sweeper takes too."""
    LIVES.killed_at_each(LIVES.calls, redelivers=False)


def test_archives_of_a_process_frozen_at_any_call_undo_nothing() -> None:
    LIVES.frozen_at_each(LIVES.calls)


@pytest.mark.parametrize("seed", range(30))
def test_archives_killed_three_times_lose_nothing(seed: int) -> None:
    LIVES.killed_thrice(seed, LIVES.calls, stream_works=bool(seed % 3))
