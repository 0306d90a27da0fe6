"""Stored content, results of documents, and fingerprints of bills."""

from decimal import Decimal

import pytest

from billhook.domain.bill import Bill
from billhook.domain.content import (
    MAX_LISTED_USAGE,
    DocumentResult,
    Duplicates,
    NearDuplicates,
    PageRoute,
    digest_of,
    same_bill_fingerprint,
    same_period_fingerprint,
)
from billhook.domain.ids import ContentId, DocumentId
from tests.builders import a_bill, a_content, a_final_document, a_usage, an_id
from tests.fakes import NOW


def test_digest_has_no_line_items_evidence_and_checks() -> None:
    bill = a_bill()

    digest, truncated = digest_of(bill)

    assert (digest.line_items, digest.evidence, digest.checks, digest.usage_data) == ((), {}, (), bill.usage_data)
    assert digest.total_charges == bill.total_charges
    assert not truncated


def test_digest_of_too_much_usage_is_truncated() -> None:
    listed, excess = ((a_usage(),) * number for number in (MAX_LISTED_USAGE, MAX_LISTED_USAGE + 1))

    assert digest_of(a_bill(usage_data=listed))[0].usage_data == listed
    assert digest_of(a_bill(usage_data=excess))[0].usage_data == ()
    assert digest_of(a_bill(usage_data=excess))[1] is True


def test_split_off_content_is_the_first_version_of_its_document() -> None:
    content, document_id = a_content(id=ContentId("3-7"), bills=2), DocumentId(an_id())

    further = content.split_off(document_id, a_bill(invoice_id="2"), page_routes=(), cost=Decimal(0))

    assert (further.id, further.document_id, further.version, further.bills) == ("1-7", document_id, 1, 1)


def test_copied_content_has_the_same_bill() -> None:
    content = a_content()

    copy = content.copied_for(DocumentId(an_id()), ContentId("2-1"), 2, NOW)

    assert (copy.bill, copy.version, copy.id) == (content.bill, 2, "2-1")


@pytest.mark.parametrize("change", [{"utility_name": "NORTHERN  LIGHT."}, {"total_charges": Decimal("121.0")}])
def test_fingerprint_ignores_the_print(change: dict[str, object]) -> None:
    assert same_bill_fingerprint(a_bill(**change)) == same_bill_fingerprint(a_bill())


@pytest.mark.parametrize("missing", ["utility_name", "account_number", "total_charges"])
def test_fingerprint_of_an_incomplete_bill_is_none(missing: str) -> None:
    assert same_bill_fingerprint(a_bill(**{missing: None})) is None


def test_period_fingerprint_ignores_the_total() -> None:
    assert same_period_fingerprint(a_bill(total_charges=Decimal(7))) == same_period_fingerprint(a_bill())


def test_period_fingerprint_depends_on_the_meters() -> None:
    gas = a_usage(datasource_type="GAS")

    assert same_period_fingerprint(a_bill(usage_data=(gas,))) != same_period_fingerprint(a_bill())


def test_fingerprint_shows_no_account_number() -> None:
    assert "100200300" not in (same_bill_fingerprint(a_bill()) or "")


ROUTES = (PageRoute(page=1, route="text_layer"),)


def test_extracted_result_has_routes_and_cost_of_its_content() -> None:
    content = a_content(page_routes=ROUTES, cost=Decimal("0.0015"))

    result = DocumentResult().extracted(content)

    assert (result.content_id, result.parsed) == (content.id, content.created)
    assert (result.page_routes, result.estimated_cost) == (ROUTES, Decimal("0.0015"))


def test_reviewed_result_has_the_digest_of_the_bill() -> None:
    result = DocumentResult().reviewed(a_bill(pages=(2, 3)))

    assert result.digest == a_bill(pages=(2, 3), line_items=(), evidence={}, checks=())
    assert (result.pages, result.truncated, result.is_utility_bill) == ((2, 3), False, True)


@pytest.mark.parametrize(
    ("bill", "announced"),
    [
        (a_bill(), True),
        (a_bill(bill_date=None), False),
        (a_bill(charges_units=None), False),
        (a_bill(total_charges=None), False),
    ],
)
def test_reviewed_result_is_announced_with_the_required_fields(bill: Bill, announced: bool) -> None:
    assert DocumentResult().reviewed(bill).announced is announced


def test_announced_result_stays_announced() -> None:
    assert DocumentResult(announced=True).reviewed(a_bill(bill_date=None)).announced is True


def test_rejected_result_has_no_content_and_digest() -> None:
    before = a_final_document(page_routes=ROUTES, truncated=True).result

    result = before.rejected(is_utility_bill=False)

    assert (result.content_id, result.digest, result.truncated, result.page_routes) == (None, None, False, ())
    assert (result.is_utility_bill, result.announced) == (False, True)


def test_copied_result_costs_nothing() -> None:
    original = a_final_document(estimated_cost=Decimal("0.0150")).result

    copy = original.copied(ContentId("1-9"), NOW)

    assert (copy.content_id, copy.parsed, copy.estimated_cost) == (ContentId("1-9"), NOW, Decimal(0))
    assert copy.digest == original.digest


def test_copied_result_is_announced_by_no_event() -> None:
    """Else the first correction of a duplicate were an update of a document that no receiver knows."""
    original = a_final_document().result

    assert (original.announced, original.copied(ContentId("1-9"), NOW).announced) == (True, False)


def test_result_with_other_content_keeps_the_rest() -> None:
    before = a_final_document().result

    assert before.with_content(ContentId("2-1")).digest == before.digest
    assert before.with_content(ContentId("2-1")).content_id == "2-1"


def test_charged_result_has_the_cost() -> None:
    assert DocumentResult().charged(Decimal("0.0045")) == DocumentResult(estimated_cost=Decimal("0.0045"))


ORIGINAL, NEAR, REVISED = DocumentId("original"), DocumentId("near"), DocumentId("revised")
EVERY = Duplicates(duplicate_of=ORIGINAL, near_duplicate_of=NEAR, revised_document_id=REVISED)


def test_duplicates_of_an_original_keep_its_near_ones() -> None:
    near = Duplicates(near_duplicate_of=NEAR, revised_document_id=REVISED)

    assert near.of_original(ORIGINAL) == EVERY


def test_compared_duplicates_keep_the_original() -> None:
    assert EVERY.compared(NearDuplicates(near_duplicate_of=NEAR)) == Duplicates(
        duplicate_of=ORIGINAL, near_duplicate_of=NEAR
    )


def test_document_that_was_read_is_no_duplicate() -> None:
    assert EVERY.read() == Duplicates(near_duplicate_of=NEAR, revised_document_id=REVISED)


def test_rejected_document_is_near_to_none() -> None:
    assert EVERY.rejected() == Duplicates(duplicate_of=ORIGINAL, revised_document_id=REVISED)


def test_document_revises_the_one_that_a_person_named() -> None:
    assert Duplicates().revising(REVISED) == Duplicates(revised_document_id=REVISED)
