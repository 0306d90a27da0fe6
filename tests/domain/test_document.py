"""Outcomes and transitions of a document."""

from datetime import timedelta
from decimal import Decimal

import pytest

from billhook.domain.document import Document, StoredFile, extracted_content_id, manual_content_id
from billhook.domain.document_status import Outcome, Status, StatusReason
from billhook.domain.ids import ContentId, DocumentId
from tests.builders import a_content, a_document, a_final_document, an_id
from tests.fakes import NOW


@pytest.mark.parametrize("status", [status for status in Status if not status.is_final])
def test_outcome_of_an_unfinished_document_is_none(status: Status) -> None:
    assert a_document(status=status).outcome is None


@pytest.mark.parametrize(
    ("document", "outcome"),
    [
        (a_final_document(), Outcome.PARSED),
        (a_final_document(status=Status.NEEDS_REVIEW), Outcome.PARSED),
        (a_final_document(status=Status.REJECTED, status_reason=StatusReason.NOT_A_UTILITY_BILL), Outcome.NON_UTILITY),
        (a_final_document(status=Status.REJECTED, status_reason=StatusReason.ENCRYPTED), Outcome.FAILED),
        (a_final_document(duplicate_of=DocumentId(an_id())), Outcome.DUPLICATE),
    ],
)
def test_outcome_of_a_final_document(document: Document, outcome: Outcome) -> None:
    assert document.outcome is outcome


@pytest.mark.parametrize(
    ("fields", "needed"),
    [
        ({}, False),
        ({"status": Status.NEEDS_REVIEW}, True),
        ({"status": Status.REJECTED, "status_reason": StatusReason.CORRUPT}, True),
        ({"status": Status.REJECTED, "status_reason": StatusReason.NOT_A_UTILITY_BILL}, False),
        ({"status": Status.PROCESSING}, False),
    ],
)
def test_action_is_required_for_reviews_and_failures(fields: dict[str, object], needed: bool) -> None:
    assert a_final_document(**fields).action_required is needed


def test_claimed_document_has_the_next_fence_and_attempt() -> None:
    until = NOW + timedelta(minutes=1)

    claimed = a_document(fence=2, attempts=1).claimed(until)

    assert (claimed.fence, claimed.attempts, claimed.claimed_until, claimed.due_at) == (3, 2, until, until)


def test_released_document_does_not_count_the_attempt() -> None:
    due = NOW + timedelta(minutes=1)

    released = a_document().claimed(NOW).released(due)

    assert (released.attempts, released.claimed_until, released.due_at, released.fence) == (0, None, due, 1)


def test_retried_document_counts_the_attempt() -> None:
    assert a_document().claimed(NOW).retried(NOW).attempts == 1


def test_seized_document_has_the_next_fence() -> None:
    assert a_document(fence=4).seized().fence == 5


def test_loaded_document_has_the_facts_of_its_file() -> None:
    file = StoredFile(object_version="v1", content_type="application/pdf", size=3, sha256="a" * 64)

    loaded = a_document().loaded(file)

    assert (loaded.object_version, loaded.content_type, loaded.size, loaded.sha256) == tuple(dict(file).values())


def test_rejected_document_has_no_result() -> None:
    rejected = a_final_document(is_flagged=True).rejected(StatusReason.ENCRYPTED, "The file is encrypted.")

    assert (rejected.status, rejected.status_reason) == (Status.REJECTED, StatusReason.ENCRYPTED)
    assert (rejected.digest, rejected.content_id, rejected.is_flagged, rejected.is_utility_bill) == (None,) * 2 + (
        False,
        None,
    )


def test_rejected_document_keeps_the_content_of_a_read_file() -> None:
    content = a_content(bill=None, cost=Decimal("0.0015"))

    rejected = a_document().rejected(StatusReason.NOT_A_UTILITY_BILL, "There is no bill.", content)

    assert (rejected.content_id, rejected.estimated_cost) == (content.id, content.cost)
    assert rejected.is_utility_bill is False


def test_closed_document_is_the_next_version_without_lease() -> None:
    closed = a_document(version=1, ocr_job_id="ocr-1").claimed(NOW).closed(NOW)

    assert (closed.version, closed.claimed_until, closed.due_at, closed.ocr_job_id, closed.attempts) == (
        2,
        None,
        None,
        None,
        0,
    )


def test_hidden_document_that_is_unfinished_is_rejected() -> None:
    hidden = a_document().hidden(now=NOW, due_at=NOW)

    assert (hidden.status, hidden.status_reason, hidden.deleted) == (Status.REJECTED, StatusReason.DELETED, NOW)


def test_hidden_document_that_is_final_keeps_its_status() -> None:
    assert a_final_document().hidden(now=NOW, due_at=NOW).status is Status.PARSED


def test_split_off_document_is_unread() -> None:
    first = a_final_document()

    bill = first.split_off(DocumentId(an_id()))

    assert (bill.split_from, bill.version, bill.status, bill.job_id) == (first.id, 0, Status.PROCESSING, first.job_id)


def test_copied_document_has_the_result_of_the_original() -> None:
    original = a_final_document()

    copy = a_document().copied_from(original, ContentId("1-1"), NOW)

    assert (copy.status, copy.digest, copy.duplicate_of) == (original.status, original.digest, original.id)
    assert copy.estimated_cost == 0


def test_amended_document_without_approval_keeps_a_persons_flag() -> None:
    assert a_document(flagged_by_hand=True).not_corrected().flagged_by_hand is True
    assert a_document(flagged_by_hand=False).not_corrected().flagged_by_hand is None


def test_content_ids_name_the_next_version() -> None:
    document = a_document(version=2, fence=7)

    assert (extracted_content_id(document), manual_content_id(document, "x")) == ("3-7", "3-x")
