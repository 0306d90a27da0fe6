"""Cost of a document text."""

from dataclasses import replace
from decimal import Decimal

from billhook.domain.document_text import DocumentText
from tests.builders import a_document_text


def test_cost_is_the_sum_of_its_pages() -> None:
    (page,) = a_document_text().pages

    assert DocumentText((replace(page, paid=Decimal("0.01")), page)).cost == Decimal("0.01")
