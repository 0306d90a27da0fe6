"""Contract of ``ports.Contents``: the content of an attempt is immutable, and attempts are stored separately."""

from decimal import Decimal
from typing import Any

import pytest

from billhook.domain.bill import Evidence
from billhook.domain.content import PageRoute
from billhook.domain.document import Document, extracted_content_id, manual_content_id
from billhook.domain.document_text import Box, DocumentText, PageText, Route
from billhook.domain.ids import CompanyId, ContentId, DocumentId
from tests.builders import (
    COMPANY,
    a_bill,
    a_content,
    a_document,
    a_document_text,
    a_final_document,
    a_usage,
    a_word,
    an_id,
)
from tests.documents import altered


def head_of(document: Document, content_id: str) -> Document:
    return altered(document, content_id=ContentId(content_id))


def test_contents_get_stored_version_returns_it(ports: Any) -> None:
    document = a_final_document()
    evidence = {"usageData/0/usage": Evidence(page=2, box=Box(0.1, 0.2, 0.3, 0.4), text="1 234,5 kWh", confidence=0.93)}
    bill = a_bill(evidence=evidence, usage_data=(a_usage(usage=Decimal("1234.50")),), total_charges=Decimal("-0.00"))
    content = a_content(document, bill=bill, page_routes=(PageRoute(page=1, route="detect_text"),))

    ports.contents.put(COMPANY, content, None)

    restored = ports.contents.get(document)
    assert restored == content
    assert str(restored.bill.usage_data[0].usage) == "1234.50"
    assert ports.contents.document_text(document) is None


def test_contents_get_stored_document_text_returns_it(ports: Any) -> None:
    document = a_final_document()
    content = a_content(document)
    blank = PageText(2, 842.0, 595.28, Route.BLANK)
    scanned = PageText(3, 1_654, 2_339, Route.LOCAL_OCR, (a_word("Fällig", x=0.123456, confidence=0.987),))
    reading = DocumentText((*a_document_text("Total 121.00", "Due now").pages, blank, scanned))

    ports.contents.put(COMPANY, content, reading)

    assert ports.contents.document_text(document) == reading
    assert ports.contents.get(document) == content


def test_contents_get_version_without_bill_returns_it(ports: Any) -> None:
    document = a_final_document()
    content = a_content(document, bill=None)

    ports.contents.put(COMPANY, content, a_document_text())

    assert ports.contents.get(document) == content


def test_contents_put_twice_keeps_the_first_content(ports: Any) -> None:
    document = a_final_document()
    content = a_content(document)
    ports.contents.put(COMPANY, content, a_document_text("first"))

    ports.contents.put(COMPANY, content.model_copy(update={"bill": None}), a_document_text("second"))

    assert ports.contents.get(document) == content
    assert ports.contents.document_text(document) == a_document_text("first")


def test_contents_of_concurrent_writers_are_stored_separately(ports: Any) -> None:
    document = a_final_document()
    reader, person = altered(document, fence=7), an_id()
    names = [extracted_content_id(reader), manual_content_id(document, person)]
    contents = [a_content(document, id=name, version=2, bill=a_bill(invoice_id=name)) for name in names]

    for content in contents:
        ports.contents.put(COMPANY, content, None)

    assert names == ["2-7", f"2-{person}"]
    for name, content in zip(names, contents, strict=True):
        assert ports.contents.get(head_of(document, name)) == content


def test_contents_are_separate_by_version_document_and_company(ports: Any) -> None:
    document = a_final_document()
    ports.contents.put(COMPANY, a_content(document), None)
    heads = [
        head_of(document, "2-1"),
        head_of(document, "1-2"),
        altered(document, id=DocumentId(an_id())),
        altered(document, company_id=CompanyId(an_id())),
        altered(document, content_id=None),
    ]

    assert [ports.contents.get(other) for other in heads] == [None] * len(heads)
    assert [ports.contents.document_text(other) for other in heads] == [None] * len(heads)


def test_contents_latest_uncommitted_is_of_the_latest_attempt(ports: Any) -> None:
    document = a_document(fence=12)
    for fence in ("1-9", "1-10", "1-2"):
        ports.contents.put(COMPANY, a_content(document, id=fence, version=1, bill=a_bill(invoice_id=fence)), None)

    assert ports.contents.latest_uncommitted(document).bill.invoice_id == "1-10"


@pytest.mark.parametrize("name", [f"2-{an_id()}", "1-3", "22-1", "2-"])
def test_contents_latest_uncommitted_skips_other_versions(ports: Any, name: str) -> None:
    document = a_final_document()
    ports.contents.put(COMPANY, a_content(document, id=name), None)

    assert ports.contents.latest_uncommitted(document) is None


def test_contents_erase_company_removes_all_its_contents(ports: Any) -> None:
    document, other = a_final_document(), a_final_document(company_id=CompanyId(an_id()))
    for head in (document, other):
        ports.contents.put(head.company_id, a_content(head), None)

    ports.contents.erase(COMPANY)

    assert ports.contents.get(document) is None
    assert ports.contents.get(other) == a_content(other)


def test_contents_erase_document_removes_only_that_document(ports: Any) -> None:
    document, other = a_final_document(), a_final_document()
    for head in (document, other):
        ports.contents.put(COMPANY, a_content(head), a_document_text())
    ports.contents.put(COMPANY, a_content(document, id="2-4"), None)

    ports.contents.erase(COMPANY, document.id)
    ports.contents.erase(COMPANY, document.id)

    assert ports.contents.get(document) is None
    assert ports.contents.get(head_of(document, "2-4")) is None
    assert ports.contents.get(other) == a_content(other)
