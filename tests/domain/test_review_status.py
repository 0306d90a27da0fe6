"""Status of a document by its bill."""

import pytest

from billhook.domain.bill import Bill, Check
from billhook.domain.document_status import Status, StatusReason
from billhook.domain.review_status import ONE_BILL, reviewed, unsplit
from tests.builders import a_bill, a_document

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
