"""Contract of ``ports.Contents``: versions of what a document says never change."""

from decimal import Decimal
from typing import Any

from billhook.domain.bill import Evidence
from billhook.domain.document import PageRoute
from billhook.domain.ids import DocumentId
from billhook.domain.reading import Box, Page, Reading, Route
from tests.builders import COMPANY, a_bill, a_content, a_reading, a_usage, a_word, an_id


def test_a_version_comes_back_as_it_was_put(ports: Any) -> None:
    evidence = {"usageData/0/usage": Evidence(page=2, box=Box(0.1, 0.2, 0.3, 0.4), text="1 234,5 kWh", confidence=0.93)}
    bill = a_bill(evidence=evidence, usage_data=(a_usage(usage=Decimal("1234.50")),), total_charges=Decimal("-0.00"))
    content = a_content(bill=bill, page_routes=(PageRoute(page=1, route="detect_text"),))

    ports.contents.put(COMPANY, content, None)

    kept = ports.contents.get(COMPANY, content.document_id, content.version)
    assert kept == content
    assert str(kept.bill.usage_data[0].usage) == "1234.50"
    assert ports.contents.reading(COMPANY, content.document_id, content.version) is None


def test_a_reading_comes_back_as_it_was_put(ports: Any) -> None:
    content = a_content()
    blank = Page(2, 842.0, 595.28, Route.BLANK)
    scanned = Page(3, 1_654, 2_339, Route.LOCAL_OCR, (a_word("Fällig", x=0.123456, confidence=0.987),))
    reading = Reading((*a_reading("Total 121.00", "Due now").pages, blank, scanned))

    ports.contents.put(COMPANY, content, reading)

    assert ports.contents.reading(COMPANY, content.document_id, content.version) == reading
    assert ports.contents.get(COMPANY, content.document_id, content.version) == content


def test_what_was_no_bill_has_a_version_without_one(ports: Any) -> None:
    content = a_content(bill=None)

    ports.contents.put(COMPANY, content, a_reading())

    assert ports.contents.get(COMPANY, content.document_id, content.version) == content


def test_the_first_of_a_version_stays(ports: Any) -> None:
    content = a_content()
    ports.contents.put(COMPANY, content, a_reading("first"))

    ports.contents.put(COMPANY, content.model_copy(update={"bill": None}), a_reading("second"))

    assert ports.contents.get(COMPANY, content.document_id, content.version) == content
    assert ports.contents.reading(COMPANY, content.document_id, content.version) == a_reading("first")


def test_versions_documents_and_companies_are_apart(ports: Any) -> None:
    content = a_content()
    ports.contents.put(COMPANY, content, None)

    assert ports.contents.get(COMPANY, content.document_id, content.version + 1) is None
    assert ports.contents.get(COMPANY, DocumentId(an_id()), content.version) is None
    assert ports.contents.get(an_id(), content.document_id, content.version) is None
    assert ports.contents.reading(COMPANY, content.document_id, content.version + 1) is None
