"""Settling a job: closed once, by the last of its documents."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest

from billhook.domain.document import Document
from billhook.domain.document_status import Outcome, Status, StatusReason
from billhook.domain.events import EventType
from billhook.domain.ids import DocumentId, JobId
from billhook.domain.job import Job, JobEntry, JobStatus
from billhook.usecases.jobs.steps.settle_job import SettleJob
from tests.builders import a_document, a_final_document, a_job, an_id
from tests.fakes import NOW, World

CORRUPT: dict[str, Any] = {"status": Status.REJECTED, "status_reason": StatusReason.CORRUPT}
MENU: dict[str, Any] = {"status": Status.REJECTED, "status_reason": StatusReason.NOT_A_UTILITY_BILL}
COPY: dict[str, Any] = {"duplicate_of": DocumentId("019a0000-0000-7000-8000-00000000000a")}


@pytest.fixture
def settle_job(world: World) -> SettleJob:
    return SettleJob(world.jobs, world.documents, world.clock)


def a_job_of(world: World, *ends: dict[str, Any], **fields: Any) -> tuple[Job, list[Document]]:
    """A job whose documents are final and not settled yet."""
    job = a_job(**{"expected": len(ends), "due_at": NOW, **fields})
    documents = [a_final_document(job_id=job.id, **end) for end in ends]
    world.jobs.add(job, [a_document(id=document.id, job_id=job.id) for document in documents])
    world.memory.documents |= {document.id: document for document in documents}
    return job, documents


def test_settle_job_with_the_last_document_closes_it(world: World, settle_job: SettleJob) -> None:
    job, (first, last) = a_job_of(world, {}, MENU)

    settle_job.settle(first)
    half = world.memory.jobs[job.id].status
    settle_job.settle(last)

    closed = world.memory.jobs[job.id]
    assert (half, closed.status, closed.due_at) == (JobStatus.PENDING, JobStatus.COMPLETED, None)
    (event,) = world.memory.events.values()
    assert (event.type, event.subject_id, event.version) == (EventType.JOB_COMPLETED, job.id, 1)
    assert (event.job_id, event.due_at) == (job.id, NOW + timedelta(seconds=30))


def test_settle_job_overdue_reads_all_documents_in_one_batch(
    world: World, settle_job: SettleJob, monkeypatch: pytest.MonkeyPatch
) -> None:
    job, documents = a_job_of(world, *[{}] * 500)
    batches = []

    def get_many(ids: Sequence[DocumentId]) -> tuple[Document, ...]:
        batches.append(len(ids))
        return tuple(documents[:1])

    monkeypatch.setattr(world.documents, "get", None)
    monkeypatch.setattr(world.documents, "get_many", get_many)

    assert not settle_job.overdue(job.id)
    assert batches == [500]
    assert sum(entry.outcome is not None for entry in world.jobs.entries(job.id)) == 1


@pytest.mark.parametrize(
    ("end", "outcome"),
    [({}, Outcome.PARSED), (COPY, Outcome.DUPLICATE), (MENU, Outcome.NON_UTILITY), (CORRUPT, Outcome.FAILED)],
)
def test_settle_job_counts_each_document_once(
    world: World, settle_job: SettleJob, end: dict[str, Any], outcome: Outcome
) -> None:
    job, (document,) = a_job_of(world, end)

    settle_job.settle(document)

    reason = document.verdict.status_reason
    assert world.jobs.entries(job.id) == (JobEntry(document_id=document.id, outcome=outcome, reason=reason),)


@pytest.mark.parametrize(
    ("ends", "status", "reason"),
    [
        ([CORRUPT, CORRUPT], JobStatus.FAILED, StatusReason.CORRUPT),
        ([CORRUPT, MENU], JobStatus.COMPLETED, None),
        ([CORRUPT, {}], JobStatus.COMPLETED, None),
    ],
)
def test_settle_job_fails_it_when_every_document_failed(
    world: World, settle_job: SettleJob, ends: list[dict[str, Any]], status: JobStatus, reason: StatusReason | None
) -> None:
    job, documents = a_job_of(world, *ends)

    for document in documents:
        settle_job.settle(document)

    closed = world.memory.jobs[job.id]
    assert (closed.status, closed.termination_reason) == (status, reason)


def test_settle_job_repeated_changes_nothing(world: World, settle_job: SettleJob) -> None:
    _, (document,) = a_job_of(world, {})
    settle_job.settle(document)
    before = (dict(world.memory.jobs), dict(world.memory.events))

    world.clock.advance(timedelta(minutes=1))
    settle_job.settle(document)

    assert (world.memory.jobs, world.memory.events) == before


def test_settle_job_with_an_unfinished_document_changes_nothing(world: World, settle_job: SettleJob) -> None:
    job = a_job()
    document = a_document(job_id=job.id)
    world.jobs.add(job, [document])

    settle_job.settle(document)

    assert world.jobs.entries(job.id) == (JobEntry(document_id=document.id),)


def test_settle_job_overdue_records_missing_outcomes(world: World, settle_job: SettleJob) -> None:
    job, _ = a_job_of(world, {}, CORRUPT)

    assert settle_job.overdue(job.id)

    assert world.memory.jobs[job.id].status is JobStatus.COMPLETED


def test_settle_job_interrupted_at_creation_ends_with_its_rows(world: World, settle_job: SettleJob) -> None:
    job, _ = a_job_of(world, {}, expected=100)

    early = settle_job.overdue(job.id)
    world.clock.advance(timedelta(minutes=16))
    late = settle_job.overdue(job.id)

    assert (early, late) == (False, True)


def test_settle_job_unknown_closes_nothing(settle_job: SettleJob) -> None:
    assert not settle_job.overdue(JobId(an_id()))
