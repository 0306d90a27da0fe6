"""Outcomes and transitions of a document."""

from datetime import timedelta
from decimal import Decimal

import pytest

from billhook.domain.bill import Bill, Check
from billhook.domain.content import DocumentResult
from billhook.domain.document import ONE_BILL, Document, extracted_content_id, manual_content_id, reviewed, unsplit
from billhook.domain.document_status import Lease, Outcome, Review, Status, StatusReason, Verdict
from billhook.domain.head_patch import HeadPatch
from billhook.domain.ids import ContentId, DocumentId, SiteId
from billhook.domain.stored_file import StoredFile
from billhook.domain.submission import Submission
from tests.builders import a_bill, a_content, a_document, a_final_document, an_id
from tests.documents import altered
from tests.fakes import NOW

LATER = NOW + timedelta(minutes=1)


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


def test_claimed_document_has_a_claimed_lease() -> None:
    document = a_document(fence=2)

    assert document.claimed(NOW) == altered(document, fence=3, claimed_until=NOW, due_at=NOW)


def test_released_document_does_not_count_the_attempt() -> None:
    assert a_document().claimed(NOW).attempted().released(LATER).lease == Lease(fence=1, due_at=LATER)


def test_retried_document_counts_the_attempt() -> None:
    assert a_document().claimed(NOW).attempted().retried(LATER).lease == Lease(fence=1, due_at=LATER, attempts=1)


def test_seized_document_has_the_next_fence() -> None:
    assert a_document(fence=4).seized().lease.fence == 5


def test_fetched_document_is_released_for_the_parser() -> None:
    held = a_document().claimed(NOW)

    fetched = held.fetched(file_name="may.pdf", content_type="application/pdf", size=3, due_at=LATER)

    assert (fetched.file.file_name, fetched.lease) == ("may.pdf", Lease(fence=1, due_at=LATER))


def test_started_document_is_no_archive() -> None:
    started = a_document(is_archive=True, status=Status.AWAITING_UPLOAD).started()

    assert (started.file.is_archive, started.status) == (False, Status.PROCESSING)


def test_document_waiting_for_ocr_is_released() -> None:
    waiting = a_document().claimed(NOW).waiting_for_ocr("ocr-1", now=LATER, due_at=LATER)

    assert (waiting.status, waiting.updated) == (Status.WAITING_OCR, LATER)
    assert waiting.lease == Lease(fence=1, due_at=LATER, ocr_job_id="ocr-1")


def test_reopened_document_keeps_its_last_version() -> None:
    document = a_final_document()

    reopened = document.reopened(now=LATER, due_at=LATER)

    assert reopened == altered(document, status=Status.PROCESSING, updated=LATER, due_at=LATER)


def test_amended_document_has_the_values_of_the_patch() -> None:
    patch = HeadPatch(notes=None, info={"po": 7}, site_id=SiteId("site-2"), flagged_by_hand=True)
    document = a_final_document(notes="old", revised_document_id=DocumentId("other"))

    after = document.amended(patch, content_id=ContentId("2-x"), changed_by="ben@example.org")

    assert (after.submission.notes, after.submission.info, after.site_id) == (None, {"po": 7}, "site-2")
    assert (after.result.content_id, after.duplicates.revised_document_id) == ("2-x", "other")
    assert after.review == Review(flagged_by_hand=True, changed_by="ben@example.org")


def test_unpacked_document_is_an_archive() -> None:
    unpacked = a_document().unpacked()

    assert (unpacked.file.is_archive, unpacked.status, unpacked.outcome) == (True, Status.UNPACKED, Outcome.UNPACKED)


def test_erased_document_has_nothing_of_its_sender_or_bill() -> None:
    document = a_final_document(notes="secret", info={"po": 7}, sha256="a" * 64, deleted=NOW, is_flagged=True)

    left = document.erased(LATER)

    assert (left.submission, left.result, left.review) == (Submission(), DocumentResult(), Review())
    assert left.file == StoredFile(file_name="", object_key=document.file.object_key)
    assert (left.id, left.version, left.status, left.deleted) == (document.id, 1, Status.PARSED, NOW)
    assert left.lease == Lease(fence=1, due_at=LATER)


def test_rejected_document_has_no_result() -> None:
    rejected = a_final_document(is_flagged=True).rejected(StatusReason.ENCRYPTED, "The file is encrypted.")

    assert (rejected.status, rejected.verdict.status_reason) == (Status.REJECTED, StatusReason.ENCRYPTED)
    assert (rejected.result.digest, rejected.result.content_id) == (None, None)
    assert (rejected.verdict.is_flagged, rejected.result.is_utility_bill) == (False, None)


def test_rejected_document_keeps_the_content_of_a_read_file() -> None:
    content = a_content(bill=None, cost=Decimal("0.0015"))

    rejected = a_document().rejected(StatusReason.NOT_A_UTILITY_BILL, "There is no bill.", content)

    assert (rejected.result.content_id, rejected.result.estimated_cost) == (content.id, content.cost)
    assert rejected.result.is_utility_bill is False


def test_closed_document_is_the_next_version_without_lease() -> None:
    closed = a_document(version=1, ocr_job_id="ocr-1").claimed(NOW).closed(NOW)

    assert (closed.version, closed.updated, closed.lease) == (2, NOW, Lease(fence=1))


def test_hidden_document_that_is_unfinished_is_rejected() -> None:
    hidden = a_document().hidden(now=NOW, due_at=NOW)

    assert (hidden.status, hidden.verdict.status_reason, hidden.deleted) == (Status.REJECTED, StatusReason.DELETED, NOW)


def test_hidden_document_that_is_final_keeps_its_status() -> None:
    assert a_final_document().hidden(now=NOW, due_at=NOW).status is Status.PARSED


def test_split_off_document_is_unparsed() -> None:
    first = a_final_document()

    bill = first.split_off(DocumentId(an_id()))

    assert (bill.identity, bill.version) == (first.identity.split_off(bill.id), 0)
    assert (bill.verdict, bill.result) == (Verdict(status=Status.PROCESSING), DocumentResult())
    assert (bill.file, bill.submission) == (first.file, first.submission)


def test_copied_document_has_the_result_of_the_original() -> None:
    original = a_final_document()

    copy = a_document().copied_from(original, ContentId("1-1"), NOW)

    assert (copy.verdict, copy.result.digest) == (original.verdict, original.result.digest)
    assert copy.duplicates.duplicate_of == original.id
    assert copy.result.estimated_cost == 0


def test_amended_document_without_approval_keeps_a_persons_flag() -> None:
    assert a_document(flagged_by_hand=True).not_corrected().review.flagged_by_hand is True
    assert a_document(flagged_by_hand=False).not_corrected().review.flagged_by_hand is None


def test_content_ids_name_the_next_version() -> None:
    document = a_document(version=2, fence=7)

    assert (extracted_content_id(document), manual_content_id(document, "x")) == ("3-7", "3-x")


def test_charged_document_without_cost_is_unchanged() -> None:
    document = a_document()

    assert document.charged(Decimal(0)) is document
    assert document.charged(Decimal("0.0015")) == altered(document, estimated_cost=Decimal("0.0015"))


FAILED = Check(name="total-adds-up", holds=False, detail="1 + 1 = 3")


def test_sound_bill_is_parsed() -> None:
    document = reviewed(a_document(), a_bill())

    assert (document.status, document.verdict.is_flagged, document.result.announced) == (Status.PARSED, False, True)


@pytest.mark.parametrize(
    ("bill", "reason"),
    [
        (a_bill(bill_date=None), StatusReason.MISSING_FIELDS),
        (a_bill(checks=(FAILED,)), StatusReason.FAILED_CHECKS),
        (unsplit(a_bill(), "The file holds 41 bills."), StatusReason.TOO_MANY_BILLS),
    ],
)
def test_doubtful_bill_needs_review(bill: Bill, reason: StatusReason) -> None:
    document = reviewed(a_document(), bill)

    assert (document.status, document.verdict.status_reason) == (Status.NEEDS_REVIEW, reason)


def test_approved_bill_is_parsed_despite_failed_checks() -> None:
    document = reviewed(a_document(flagged_by_hand=False), a_bill(checks=(FAILED,)))

    assert (document.status, document.verdict.is_flagged) == (Status.PARSED, False)


def test_unsplit_bill_fails_the_check_of_one_bill() -> None:
    assert [check.name for check in unsplit(a_bill(), "").failed_checks] == [ONE_BILL]
