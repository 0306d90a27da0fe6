"""Analyzing pages with AnalyzeExpense, within the company's monthly cap."""

from decimal import Decimal

import pytest

from billhook.domain.document_text import COST_PER_PAGE_USD, Box, DocumentText, RecognizedPage, Route, ServiceField
from billhook.domain.errors import Throttled
from billhook.usecases.processing.steps.analyze_pages import AnalyzePages
from tests.builders import COMPANY, a_company, a_document_text, a_word
from tests.fakes import FakeFile, World
from tests.fakes.readers import FakePageOcr
from tests.usecases.pipeline import CONTENT
from tests.usecases.wiring import wired

FIELD = ServiceField("TOTAL", "Total", Box(0.2, 0.1, 0.3, 0.12), 0.9)
PRICE = COST_PER_PAGE_USD[Route.EXPENSE]


@pytest.fixture
def text(world: World) -> DocumentText:
    text = a_document_text("Total 121.00")
    world.file_opener.files[CONTENT] = FakeFile(text)
    world.ocr.words, world.ocr.fields = (a_word("Total"),), (FIELD,)
    return text


def analyze(world: World, text: DocumentText, pages: tuple[int, ...]) -> DocumentText | None:
    return wired(world).get(AnalyzePages).analyze(COMPANY, CONTENT, text, pages, FakePageOcr(world.ocr))


def test_analyze_pages_adds_fields_and_cost(world: World, text: DocumentText) -> None:
    world.companies.add(a_company())

    analyzed = analyze(world, text, (1,))

    assert analyzed is not None
    assert (analyzed.pages[0].fields, analyzed.pages[0].paid) == ((FIELD,), PRICE)
    assert sum(world.budgets.spent.values()) == PRICE


def test_analyze_pages_above_the_cap_calls_no_service(world: World, text: DocumentText) -> None:
    world.companies.add(a_company(expense_cap_usd=PRICE / 2))

    assert analyze(world, text, (1,)) is None
    assert (world.ocr.analyzed, world.budgets.spent) == ([], {})


def test_analyze_pages_stops_at_the_cap(world: World, text: DocumentText) -> None:
    world.companies.add(a_company(expense_cap_usd=2 * PRICE))

    assert analyze(world, text, (1, 2, 3)) is not None
    assert world.ocr.analyzed == [b"png of page 1", b"png of page 2"]


def test_analyze_pages_of_known_pages_spends_nothing(world: World, text: DocumentText) -> None:
    world.companies.add(a_company(expense_cap_usd=Decimal(0)))
    ocr = FakePageOcr(world.ocr, known={(1, "expense"): RecognizedPage(fields=(FIELD,))})

    analyzed = wired(world).get(AnalyzePages).analyze(COMPANY, CONTENT, text, (1,), ocr)

    assert analyzed is not None
    assert (analyzed.pages[0].fields, world.ocr.analyzed, world.budgets.spent) == ((FIELD,), [], {})


def test_analyze_pages_without_pages_is_none(world: World, text: DocumentText) -> None:
    world.companies.add(a_company())

    assert analyze(world, text, ()) is None


def test_analyze_pages_of_an_unknown_company_is_none(world: World, text: DocumentText) -> None:
    assert analyze(world, text, (1,)) is None
    assert world.ocr.analyzed == []


def test_analyze_pages_is_limited_to_pages_recognized_at_once(world: World, text: DocumentText) -> None:
    world.companies.add(a_company(expense_cap_usd=Decimal(100)))
    use = wired(world).get(AnalyzePages)
    most = use.read_pages.limits.sync_pages

    use.analyze(COMPANY, CONTENT, text, tuple(range(1, most + 5)), FakePageOcr(world.ocr))

    assert len(world.ocr.analyzed) == most


def test_analyze_pages_that_fails_stays_counted(world: World, text: DocumentText) -> None:
    world.companies.add(a_company())
    world.ocr.throttles = 1

    with pytest.raises(Throttled):
        analyze(world, text, (1,))

    assert sum(world.budgets.spent.values()) == PRICE
