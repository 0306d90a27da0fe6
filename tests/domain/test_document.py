"""States of a document and what it counts as in its job."""

import pytest

from billhook.domain.content import MAX_LISTED_USAGE, digest_of
from billhook.domain.document import Document
from billhook.domain.document_status import Outcome, Status, StatusReason
from billhook.domain.ids import DocumentId
from tests.builders import a_bill, a_document, a_final_document, a_usage, an_id


@pytest.mark.parametrize("status", [status for status in Status if not status.is_final])
def test_an_unfinished_document_has_no_outcome(status: Status) -> None:
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
def test_every_final_document_counts_as_one_thing(document: Document, outcome: Outcome) -> None:
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
def test_a_person_is_needed_for_reviews_and_failures(fields: dict[str, object], needed: bool) -> None:
    assert a_final_document(**fields).action_required is needed


def test_waiting_for_ocr_is_processing_to_customers() -> None:
    assert {status.shown for status in Status} == set(Status) - {Status.WAITING_OCR, Status.UNPACKED}
    assert Status.WAITING_OCR.shown is Status.PROCESSING


def test_lists_show_a_bill_without_its_details() -> None:
    bill = a_bill()

    digest, truncated = digest_of(bill)

    assert (digest.line_items, digest.evidence, digest.checks, digest.usage_data) == ((), {}, (), bill.usage_data)
    assert digest.total_charges == bill.total_charges
    assert not truncated


def test_too_much_usage_gives_way() -> None:
    few, many = ((a_usage(),) * number for number in (MAX_LISTED_USAGE, MAX_LISTED_USAGE + 1))

    assert digest_of(a_bill(usage_data=few))[0].usage_data == few
    assert digest_of(a_bill(usage_data=many))[0].usage_data == ()
    assert digest_of(a_bill(usage_data=many))[1] is True


def test_a_bill_names_what_it_lacks() -> None:
    assert a_bill().lacks == ()
    assert a_bill(bill_date=None, total_charges=None).lacks == ("billDate", "totalCharges")
