"""Progress of jobs, and the order of documents in them and of bills in a file."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from billhook.domain.document_status import Outcome, StatusReason
from billhook.domain.ids import DocumentId
from billhook.domain.job import JobEntry, JobStatus, bill_id, closed, in_order, split_off
from tests.builders import a_document, a_job, an_id
from tests.fakes import NOW

LATER = NOW + timedelta(minutes=1)


def an_entry(outcome: Outcome | None, reason: StatusReason | None = None) -> JobEntry:
    return JobEntry(document_id=DocumentId(an_id()), outcome=outcome, reason=reason)


@pytest.mark.parametrize("decided", [Outcome.PARSED, Outcome.DUPLICATE, Outcome.NON_UTILITY])
def test_job_with_one_result_completes_despite_failures(decided: Outcome) -> None:
    job = a_job(expected=2, due_at=NOW)

    over = closed(job, [an_entry(Outcome.FAILED, StatusReason.CORRUPT), an_entry(decided)], now=LATER)

    assert over == job.model_copy(update={"status": JobStatus.COMPLETED, "updated": LATER, "due_at": None})


def test_job_with_failures_only_fails_with_the_first_reason() -> None:
    job = a_job(expected=2, due_at=NOW)
    entries = [an_entry(Outcome.FAILED, StatusReason.ENCRYPTED), an_entry(Outcome.FAILED, StatusReason.CORRUPT)]

    over = closed(job, entries, now=LATER)

    assert over is not None
    assert (over.status, over.termination_reason, over.due_at) == (JobStatus.FAILED, StatusReason.ENCRYPTED, None)


def test_job_with_unfinished_document_is_pending() -> None:
    assert closed(a_job(expected=2), [an_entry(Outcome.PARSED), an_entry(None)], now=LATER) is None


def test_job_with_unwritten_documents_is_pending() -> None:
    assert closed(a_job(expected=3), [an_entry(Outcome.PARSED), an_entry(Outcome.PARSED)], now=LATER) is None


def test_job_includes_documents_added_later() -> None:
    over = closed(a_job(expected=1), [an_entry(Outcome.PARSED), an_entry(Outcome.PARSED)], now=LATER)

    assert over is not None
    assert over.status is JobStatus.COMPLETED


def test_job_without_documents_is_completed() -> None:
    over = closed(a_job(expected=0), [], now=LATER)

    assert over is not None
    assert over.status is JobStatus.COMPLETED


@pytest.mark.parametrize("status", [JobStatus.COMPLETED, JobStatus.FAILED])
def test_job_that_is_closed_stays_unchanged(status: JobStatus) -> None:
    assert closed(a_job(status=status), [an_entry(Outcome.PARSED)], now=LATER) is None


@given(st.lists(st.sampled_from([*Outcome, None]), min_size=1, max_size=6))
def test_job_status_follows_the_contract(outcomes: list[Outcome | None]) -> None:
    entries = [an_entry(outcome, StatusReason.CORRUPT if outcome is Outcome.FAILED else None) for outcome in outcomes]

    over = closed(a_job(expected=len(entries)), entries, now=LATER)

    if None in outcomes:
        assert over is None
    else:
        assert over is not None
        assert (over.status is JobStatus.FAILED) == (set(outcomes) == {Outcome.FAILED})
        assert (over.termination_reason is None) == (over.status is JobStatus.COMPLETED)


def test_bill_id_is_derived() -> None:
    document = a_document()

    assert bill_id(document.id, 2) == bill_id(document.id, 2) != bill_id(document.id, 3)


def test_split_off_document_has_the_id_of_its_bill() -> None:
    document = a_document()

    assert split_off(document, 2).id == bill_id(document.id, 2)


def test_entries_are_in_the_order_of_files_and_bills() -> None:
    first, second = a_document(), a_document()
    bills = [JobEntry(document_id=bill_id(first.id, number), split_from=first.id) for number in (3, 2)]
    files = [JobEntry(document_id=document.id) for document in (second, first)]

    assert [entry.document_id for entry in in_order([*bills, *files])] == [
        first.id,
        bill_id(first.id, 2),
        bill_id(first.id, 3),
        second.id,
    ]
