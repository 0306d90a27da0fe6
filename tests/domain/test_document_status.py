"""Status, verdict and review of a document."""

from datetime import timedelta

import pytest

from billhook.domain.document_status import Lease, Review, Status, StatusReason, Verdict, needs_review, rejected
from tests.fakes import NOW


def test_final_statuses_are_the_results() -> None:
    final = {status for status in Status if status.is_final}

    assert final == {Status.PARSED, Status.NEEDS_REVIEW, Status.REJECTED, Status.UNPACKED}


def test_shown_status_hides_ocr_and_archives() -> None:
    assert {status.shown for status in Status} == set(Status) - {Status.WAITING_OCR, Status.UNPACKED}
    assert Status.WAITING_OCR.shown is Status.PROCESSING


DOUBTFUL = needs_review(StatusReason.MISSING_FIELDS, "bill_date")


def test_verdict_of_a_review_is_flagged() -> None:
    assert (DOUBTFUL.status, DOUBTFUL.status_reason) == (Status.NEEDS_REVIEW, StatusReason.MISSING_FIELDS)
    assert (DOUBTFUL.status_detail, DOUBTFUL.is_flagged) == ("bill_date", True)


def test_rejected_verdict_is_not_flagged() -> None:
    verdict = rejected(StatusReason.ENCRYPTED, "The file is encrypted.")

    assert (verdict.status, verdict.status_reason, verdict.is_flagged) == (
        Status.REJECTED, StatusReason.ENCRYPTED, False,
    )  # fmt: skip


def test_verdict_of_a_step_keeps_the_reason() -> None:
    steps = [DOUBTFUL.started(), DOUBTFUL.waiting_for_ocr(), DOUBTFUL.unpacked()]

    assert [verdict.status for verdict in steps] == [Status.PROCESSING, Status.WAITING_OCR, Status.UNPACKED]
    assert {verdict.status_reason for verdict in steps} == {StatusReason.MISSING_FIELDS}


def test_reopened_verdict_keeps_the_flag_only() -> None:
    assert DOUBTFUL.reopened() == Verdict(status=Status.PROCESSING, is_flagged=True)


@pytest.mark.parametrize("status", [status for status in Status if not status.is_final])
def test_deleted_verdict_of_an_unfinished_document_is_rejected(status: Status) -> None:
    deleted = Verdict(status=status).deleted()

    assert (deleted.status, deleted.status_reason) == (Status.REJECTED, StatusReason.DELETED)


def test_deleted_verdict_of_a_final_document_is_unchanged() -> None:
    assert DOUBTFUL.deleted() == DOUBTFUL


def test_erased_verdict_keeps_status_and_reason() -> None:
    assert DOUBTFUL.erased() == Verdict(status=Status.NEEDS_REVIEW, status_reason=StatusReason.MISSING_FIELDS)


def test_review_with_a_false_flag_is_an_approval() -> None:
    assert [Review(flagged_by_hand=flag).is_approved for flag in (False, True, None)] == [True, False, False]


def test_review_of_a_version_that_was_read_keeps_a_flag() -> None:
    assert Review(flagged_by_hand=True, changed_by="ben@example.org").not_corrected() == Review(flagged_by_hand=True)


def test_review_of_a_version_that_was_read_forgets_an_approval() -> None:
    assert Review(flagged_by_hand=False, changed_by="ben@example.org").not_corrected() == Review()


LATER = NOW + timedelta(minutes=1)
HELD = Lease(fence=3, claimed_until=NOW, due_at=NOW, attempts=2, ocr_job_id="ocr-1")


def test_claimed_lease_has_the_next_fence() -> None:
    assert Lease(fence=2, attempts=1).claimed(LATER) == Lease(fence=3, attempts=1, claimed_until=LATER, due_at=LATER)


def test_released_lease_does_not_count_the_attempt() -> None:
    assert HELD.attempted().released(LATER) == Lease(fence=3, due_at=LATER, ocr_job_id="ocr-1")


def test_attempted_lease_counts_one_more() -> None:
    assert HELD.attempted() == Lease(fence=3, claimed_until=NOW, due_at=NOW, attempts=3, ocr_job_id="ocr-1")


def test_retried_lease_counts_the_attempt() -> None:
    assert HELD.retried(LATER) == Lease(fence=3, due_at=LATER, attempts=2, ocr_job_id="ocr-1")


def test_lease_waiting_for_ocr_names_the_ocr_job() -> None:
    assert HELD.waiting_for_ocr("ocr-2", LATER) == Lease(fence=3, due_at=LATER, ocr_job_id="ocr-2")


def test_reopened_lease_has_no_ocr_job() -> None:
    assert HELD.reopened(LATER) == Lease(fence=3, due_at=LATER)


def test_seized_lease_has_the_next_fence_only() -> None:
    assert HELD.seized() == Lease(fence=4, claimed_until=NOW, due_at=NOW, attempts=2, ocr_job_id="ocr-1")


def test_ended_lease_keeps_only_its_fence() -> None:
    assert HELD.ended() == Lease(fence=3)
    assert HELD.ended(LATER) == Lease(fence=3, due_at=LATER)
