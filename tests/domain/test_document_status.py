"""Status, verdict and review of a document."""

import pytest

from billhook.domain.document_status import Review, Status, StatusReason, Verdict, needs_review, rejected


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
