"""Contract of ``ports.Jobs``: heads, entries, and closing once."""

from datetime import timedelta
from typing import Any

import pytest

from billhook.domain.document_status import Outcome, StatusReason
from billhook.domain.errors import StaleLease
from billhook.domain.events import EventType
from billhook.domain.ids import JobId
from billhook.domain.job import Job, JobEntry, JobStatus
from tests.builders import a_document, a_job, an_event, an_id
from tests.fakes import NOW


def completed(job: Job, **fields: Any) -> Job:
    return job.model_copy(update={"status": JobStatus.COMPLETED, "due_at": None} | fields)


def completed_event(job: Job) -> Any:
    return an_event(kind=EventType.JOB_COMPLETED, subject_id=job.id, version=1, job_id=job.id)


def test_jobs_get_added_job_returns_it_with_its_documents(ports: Any) -> None:
    job = a_job(expected=2, info={"ratio": 0.1}, due_at=NOW + timedelta(minutes=15))
    documents = [a_document(job_id=job.id), a_document(job_id=job.id)]

    ports.jobs.add(job, documents)

    assert ports.jobs.get(job.id) == job
    assert [ports.documents.get(document.id) for document in documents] == documents
    assert ports.jobs.entries(job.id) == tuple(JobEntry(document_id=document.id) for document in documents)


def test_jobs_add_many_documents_keeps_all_in_order(ports: Any) -> None:
    job = a_job(expected=60)
    documents = [a_document(job_id=job.id) for _ in range(60)]

    ports.jobs.add(job, documents)

    assert [entry.document_id for entry in ports.jobs.entries(job.id)] == [document.id for document in documents]


def test_jobs_add_again_completes_a_partial_write_only(ports: Any) -> None:
    job = a_job(expected=2)
    first, second = a_document(job_id=job.id), a_document(job_id=job.id)
    ports.jobs.add(job, [first])
    listed = ports.documents.claim(first.id, now=NOW, until=NOW + timedelta(seconds=25))
    ports.jobs.settle(job.id, JobEntry(document_id=first.id, outcome=Outcome.PARSED))

    ports.jobs.add(job.model_copy(update={"expected": 7}), [first, second])

    assert ports.jobs.get(job.id) == job
    assert ports.documents.get(first.id) == listed
    assert [entry.outcome for entry in ports.jobs.entries(job.id)] == [Outcome.PARSED, None]


def test_jobs_get_absent_job_returns_none_without_entries(ports: Any) -> None:
    absent = JobId(an_id())

    assert ports.jobs.get(absent) is None
    assert ports.jobs.entries(absent) == ()


def test_jobs_settle_twice_has_no_further_effect(ports: Any) -> None:
    job, document = a_job(), a_document()
    ports.jobs.add(job, [document])
    entry = JobEntry(document_id=document.id, outcome=Outcome.FAILED, reason=StatusReason.CORRUPT)

    ports.jobs.settle(job.id, entry)
    ports.jobs.settle(job.id, entry)

    assert ports.jobs.entries(job.id) == (entry,)


def test_jobs_settle_document_added_later_succeeds(ports: Any) -> None:
    job = a_job()
    ports.jobs.add(job, [])
    entry = JobEntry(document_id=a_document().id, outcome=Outcome.PARSED)

    ports.jobs.settle(job.id, entry)

    assert ports.jobs.entries(job.id) == (entry,)


def test_jobs_close_writes_head_and_event(ports: Any) -> None:
    job = a_job(due_at=NOW)
    ports.jobs.add(job, [])
    event = completed_event(job)

    ports.jobs.close(completed(job), event)

    assert ports.jobs.get(job.id) == completed(job)
    assert ports.outbox.get(job.id, 1, EventType.JOB_COMPLETED) == event


def test_jobs_close_closed_job_raises_stale_lease(ports: Any) -> None:
    job = a_job()
    ports.jobs.add(job, [])
    ports.jobs.close(completed(job), completed_event(job))
    ports.outbox.mark_published(completed_event(job), now=NOW, due_at=None)

    with pytest.raises(StaleLease):
        ports.jobs.close(completed(job, status=JobStatus.FAILED), completed_event(job))

    assert ports.jobs.get(job.id).status is JobStatus.COMPLETED
    assert ports.outbox.get(job.id, 1, EventType.JOB_COMPLETED).published == NOW


def test_jobs_close_absent_job_raises_stale_lease(ports: Any) -> None:
    job = a_job()

    with pytest.raises(StaleLease):
        ports.jobs.close(completed(job), completed_event(job))

    assert ports.outbox.get(job.id, 1, EventType.JOB_COMPLETED) is None


def test_jobs_postpone_moves_the_due_time(ports: Any) -> None:
    job = a_job(due_at=NOW)
    ports.jobs.add(job, [])

    ports.jobs.postpone(job.id, NOW + timedelta(minutes=1))

    assert ports.jobs.get(job.id).due_at == NOW + timedelta(minutes=1)
    assert list(ports.due_index.due_items(NOW + timedelta(seconds=59), 10)) == []
    assert [due.value for due in ports.due_index.due_items(NOW + timedelta(seconds=61), 10)] == [ports.jobs.get(job.id)]


def test_jobs_postpone_ignores_a_closed_or_absent_job(ports: Any) -> None:
    job = a_job()
    ports.jobs.add(job, [])
    ports.jobs.close(completed(job), completed_event(job))

    ports.jobs.postpone(job.id, NOW)
    ports.jobs.postpone(JobId(an_id()), NOW)

    assert ports.jobs.get(job.id) == completed(job)


def test_jobs_late_settle_keeps_the_recorded_outcome(ports: Any) -> None:
    job, document = a_job(), a_document()
    ports.jobs.add(job, [document])
    settled = JobEntry(document_id=document.id, outcome=Outcome.FAILED, reason=StatusReason.CORRUPT)
    unsettled = JobEntry(document_id=document.id, is_archive=True)

    ports.jobs.settle(job.id, unsettled)
    assert ports.jobs.entries(job.id) == (unsettled,)
    ports.jobs.settle(job.id, settled)
    ports.jobs.settle(job.id, unsettled)

    assert ports.jobs.entries(job.id) == (settled,)
