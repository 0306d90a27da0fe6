"""The result of a document, from its extraction to a copy of it."""

from decimal import Decimal

import pytest

from billhook.domain.bill import Bill
from billhook.domain.content import PageRoute
from billhook.domain.document_result import DocumentResult
from billhook.domain.ids import ContentId
from tests.builders import a_bill, a_content, a_final_document
from tests.fakes import NOW

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
    ("bill", "announced"), [(a_bill(), True), (a_bill(bill_date=None), False), (a_bill(charges_units=None), False)]
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
    assert (copy.digest, copy.announced) == (original.digest, original.announced)


def test_result_with_other_content_keeps_the_rest() -> None:
    before = a_final_document().result

    assert before.with_content(ContentId("2-1")).digest == before.digest
    assert before.with_content(ContentId("2-1")).content_id == "2-1"
