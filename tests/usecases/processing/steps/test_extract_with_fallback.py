"""Extraction with fallbacks: OCR again, then AnalyzeExpense within the monthly cap."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from billhook.domain.bill import Bill, Check, Evidence, Extraction
from billhook.domain.document import Document
from billhook.domain.document_status import Status, StatusReason
from billhook.domain.document_text import Box, DocumentText, Route, ServiceField
from billhook.domain.errors import Rejection, Throttled
from billhook.usecases.processing.parse_document import ParseDocument
from tests.builders import COMPANY, a_bill, a_company, a_document_text, a_word
from tests.fakes import FakeFile, World
from tests.usecases.pipeline import CONTENT, head, uploaded
from tests.usecases.wiring import wired

STATED = ServiceField("TOTAL", "Total", Box(0.2, 0.1, 0.3, 0.12), 0.9)
GOOD, LACKING = a_bill(), a_bill(total_charges=None)
DOUBTED = a_bill(checks=(Check(name="total-adds-up", holds=False, detail="1 + 1 = 3"),))
MISMEASURED = a_bill(checks=(Check(name="rates-give-amounts", holds=False, detail="2 x 2 = 5"),))


def extractor(first: Bill | None, *, recognised: Bill | None = None, analysed: Bill | None = None) -> Any:
    """An extraction whose bill depends on how the page was read."""

    def extract(reading: DocumentText) -> Extraction:
        (page,) = reading.pages
        bill = analysed if page.fields else recognised if page.route is Route.DETECT_TEXT else first
        return Extraction(bills=(bill,) if bill else (), reason=None if bill else "not_a_utility_bill")

    return extract


def read(world: World, extract: Any, *, doubtful: bool = False, **company: Any) -> Document:
    world.companies.add(a_company(**company))
    document = uploaded(world)
    reading = a_document_text("Total 121.00")
    if doubtful:
        words = tuple(replace(word, confidence=0.85) for word in reading.pages[0].words)
        reading = DocumentText((replace(reading.pages[0], words=words),))
    world.file_opener.files[CONTENT] = FakeFile(reading)
    world.ocr.words, world.ocr.fields = (a_word("Total"),), (STATED,)
    wired(world, extract=extract).get(ParseDocument)(document.id)
    return head(world, document)


def test_extract_with_valid_checks_uses_no_fallback(world: World) -> None:
    final = read(world, extractor(GOOD), doubtful=True)

    assert (final.status, final.result.estimated_cost) == (Status.PARSED, Decimal(0))
    assert (world.ocr.detected, world.ocr.analyzed) == ([], [])


@pytest.mark.parametrize("bill", [LACKING, DOUBTED, None], ids=["lacks", "doubted", "no bill"])
def test_extract_with_defects_reruns_ocr_on_doubtful_pages(world: World, bill: Bill | None) -> None:
    final = read(world, extractor(bill, recognised=GOOD), doubtful=True)

    assert (final.status, final.result.estimated_cost) == (Status.PARSED, Decimal("0.0015"))
    assert [page.route for page in final.result.page_routes] == [Route.DETECT_TEXT]
    assert world.ocr.analyzed == []


@pytest.mark.parametrize("bill", [LACKING, DOUBTED], ids=["lacks", "doubted"])
def test_extract_with_defects_analyzes_a_page_at_its_cost(world: World, bill: Bill) -> None:
    final = read(world, extractor(bill, recognised=bill, analysed=GOOD), doubtful=True)

    assert (final.status, final.result.estimated_cost) == (Status.PARSED, Decimal("0.0115"))
    assert [page.route for page in final.result.page_routes] == [Route.EXPENSE]
    assert world.budgets.spent == {(COMPANY, "2026-11"): Decimal("0.01")}


def test_extract_keeps_the_first_result_if_none_is_better(world: World) -> None:
    final = read(world, extractor(DOUBTED, analysed=LACKING))

    assert (final.status, final.verdict.status_reason) == (Status.NEEDS_REVIEW, StatusReason.FAILED_CHECKS)
    assert ([page.route for page in final.result.page_routes], final.result.estimated_cost) == (
        [Route.TEXT_LAYER],
        Decimal("0.01"),
    )


def test_extract_with_a_failed_rate_check_skips_analysis(world: World) -> None:
    final = read(world, extractor(MISMEASURED, analysed=GOOD))

    assert (final.status, world.ocr.analyzed) == (Status.NEEDS_REVIEW, [])


def test_extract_without_a_bill_skips_analysis(world: World) -> None:
    final = read(world, extractor(None, analysed=GOOD))

    assert (final.verdict.status_reason, world.ocr.analyzed) == (StatusReason.NOT_A_UTILITY_BILL, [])


def test_extract_without_a_budget_skips_analysis(world: World) -> None:
    final = read(world, extractor(LACKING, analysed=GOOD), expense_cap_usd=Decimal(0))

    assert (final.status, final.result.estimated_cost, world.ocr.analyzed) == (Status.NEEDS_REVIEW, Decimal(0), [])


def test_extract_above_the_monthly_cap_skips_analysis(world: World) -> None:
    world.budgets.spent[COMPANY, "2026-11"] = Decimal("4.995")

    final = read(world, extractor(LACKING, analysed=GOOD))

    assert (final.status, world.ocr.analyzed) == (Status.NEEDS_REVIEW, [])


@pytest.mark.parametrize("fault", [Throttled("Slow down."), Rejection("corrupt", "What is this?")])
def test_extract_ignores_a_fallback_that_raises(
    world: World, fault: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_: bytes) -> None:
        raise fault

    monkeypatch.setattr(world.ocr, "analyze", broken)

    final = read(world, extractor(LACKING, analysed=GOOD))

    assert (final.status, final.verdict.status_reason) == (Status.NEEDS_REVIEW, StatusReason.MISSING_FIELDS)


def read_with_region(world: World, first: Bill | None, merged: Bill) -> Document:
    """A text page with a logo; ``merged`` is its bill once the logo is recognised."""

    def extract(text: DocumentText) -> Extraction:
        (page,) = text.pages
        bill = merged if page.route is Route.TEXT_LAYER_AND_OCR else first
        return Extraction(bills=(bill,) if bill else (), reason=None if bill else "not_a_utility_bill")

    world.companies.add(a_company())
    document = uploaded(world)
    text = a_document_text("Total 121.00")
    page = replace(text.pages[0], regions=(Box(0.5, 0.5, 0.7, 0.6),))
    world.file_opener.files[CONTENT] = FakeFile(DocumentText((page,)))
    world.ocr.words = (a_word("Harbour"),)
    wired(world, extract=extract).get(ParseDocument)(document.id)
    return head(world, document)


def certain(bill: Bill) -> Bill:
    place = {"page": 1, "box": Box(0.1, 0.1, 0.2, 0.12), "text": "as printed", "confidence": 0.97}
    return bill.with_evidence({name: Evidence(**place) for name in ("utilityName", "totalCharges")})


@pytest.mark.parametrize("bill", [LACKING, DOUBTED, None], ids=["lacks", "doubted", "no bill"])
def test_fallback_recognizes_regions_of_a_defective_bill(world: World, bill: Bill | None) -> None:
    final = read_with_region(world, bill, GOOD)

    assert (final.status, final.result.estimated_cost) == (Status.PARSED, Decimal("0.0015"))
    assert [page.route for page in final.result.page_routes] == [Route.TEXT_LAYER_AND_OCR]


def test_fallback_recognizes_regions_of_an_uncertain_bill(world: World) -> None:
    final = read_with_region(world, GOOD, certain(GOOD))

    assert [page.route for page in final.result.page_routes] == [Route.TEXT_LAYER_AND_OCR]


def test_fallback_leaves_regions_of_a_certain_bill_alone(world: World) -> None:
    final = read_with_region(world, certain(GOOD), GOOD)

    assert (world.ocr.detected, final.result.estimated_cost) == ([], Decimal(0))
