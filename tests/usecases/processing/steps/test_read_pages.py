"""Reading pages: the text layer where it is usable, else OCR, with route and cost of each page."""

from dataclasses import replace
from decimal import Decimal

import pytest

from billhook.domain.document_text import (
    Box,
    DocumentText,
    RecognizedPage,
    Route,
    ScannedCode,
    ServiceField,
    Symbology,
    Word,
)
from billhook.domain.errors import Rejection, Throttled
from billhook.domain.page_limits import PageLimits
from billhook.usecases.processing.steps.read_pages import PendingOcr, ReadPages
from tests.fakes.readers import FakeFile, FakeFileOpener, FakeOcr, FakePageOcr
from tests.usecases.processing.steps.page_reader import CONTENT, PRINTED, SEEN, a_file, reader


def test_read_pages_with_text_costs_nothing() -> None:
    ocr = FakeOcr(words=SEEN)

    reading = reader(a_file(True, True), ocr).read(CONTENT)

    assert isinstance(reading, DocumentText)
    assert [page.route for page in reading.pages] == [Route.TEXT_LAYER, Route.TEXT_LAYER]
    assert ocr.detected == []
    assert reading.cost == 0


def test_read_pages_recognizes_pages_without_text_only() -> None:
    ocr = FakeOcr(words=SEEN)

    reading = reader(a_file(True, False, True), ocr).read(CONTENT)

    assert isinstance(reading, DocumentText)
    assert [page.words for page in reading.pages] == [PRINTED, SEEN, PRINTED]
    assert [page.route for page in reading.pages] == [Route.TEXT_LAYER, Route.DETECT_TEXT, Route.TEXT_LAYER]
    assert (ocr.detected, reading.cost) == ([b"png of page 2"], Decimal("0.0015"))


def test_read_pages_of_nine_scans_needs_an_ocr_job() -> None:
    ocr = FakeOcr(words=SEEN)

    at_once = reader(a_file(*[False] * 8), ocr).read(CONTENT)
    later = reader(a_file(True, *[False] * 9), ocr).read(CONTENT)

    assert isinstance(at_once, DocumentText)
    assert isinstance(later, PendingOcr)
    assert (later.pages, later.pdf) == (tuple(range(2, 11)), b"%PDF of pages 2,3,4,5,6,7,8,9,10")
    assert len(ocr.detected) == 8


def test_read_pages_merges_the_pages_of_an_ocr_job() -> None:
    read = reader(a_file(True, *[False] * 9), FakeOcr())
    pending = read.read(CONTENT)
    assert isinstance(pending, PendingOcr)

    reading = read.merge(CONTENT, [RecognizedPage(SEEN)] * 9)

    assert [page.route for page in reading.pages] == [Route.TEXT_LAYER, *[Route.DETECT_TEXT_ASYNC] * 9]
    assert reading.pages[9].words == SEEN
    assert reading.cost == 9 * Decimal("0.0015")


def test_read_pages_with_missing_results_is_unreadable() -> None:
    read = reader(a_file(*[False] * 9), FakeOcr())
    pending = read.read(CONTENT)
    assert isinstance(pending, PendingOcr)

    with pytest.raises(Rejection) as refused:
        read.merge(CONTENT, [RecognizedPage(SEEN)] * 8)

    assert refused.value.code == "unreadable"


def test_read_pages_with_local_ocr_recognizes_any_number() -> None:
    reading = reader(a_file(*[False] * 20), FakeOcr(words=SEEN), Route.LOCAL_OCR).read(CONTENT)

    assert isinstance(reading, DocumentText)
    assert {page.route for page in reading.pages} == {Route.LOCAL_OCR}
    assert reading.cost == 0


def test_read_pages_without_ocr_is_the_text_layer() -> None:
    reading = reader(a_file(True, False), None).read(CONTENT)

    assert isinstance(reading, DocumentText)
    assert [page.words for page in reading.pages] == [PRINTED, ()]


@pytest.mark.parametrize("ocr", [FakeOcr(), None])
def test_read_pages_without_words_is_unreadable(ocr: FakeOcr | None) -> None:
    with pytest.raises(Rejection) as refused:
        reader(a_file(False, False), ocr).read(CONTENT)

    assert refused.value.code == "unreadable"


def test_read_pages_of_empty_pages_is_unreadable_and_free() -> None:
    ocr = FakeOcr(words=SEEN)

    with pytest.raises(Rejection) as refused:
        reader(replace(a_file(False, False), pages_to_ocr=()), ocr).read(CONTENT)

    assert (refused.value.code, ocr.detected) == ("unreadable", [])


def test_read_pages_of_a_refused_file_is_refused() -> None:
    read = ReadPages(files=FakeFileOpener({CONTENT: Rejection("encrypted", "It is locked.")}))

    with pytest.raises(Rejection) as refused:
        read.read(CONTENT, None)

    assert refused.value.code == "encrypted"


def test_read_pages_throttled_raises_throttled() -> None:
    with pytest.raises(Throttled):
        reader(a_file(False), FakeOcr(words=SEEN, throttles=1)).read(CONTENT)


def test_read_pages_limit_of_synchronous_pages_is_set() -> None:
    read = ReadPages(files=FakeFileOpener({CONTENT: a_file(False, False)}), limits=PageLimits(sync_pages=1))

    assert isinstance(read.read(CONTENT, FakePageOcr(FakeOcr())), PendingOcr)


def test_read_pages_of_a_busy_service_needs_a_job() -> None:
    read, ocr = reader(a_file(False, False, False), FakeOcr()), FakeOcr(words=SEEN)
    read.ocr = FakePageOcr(ocr, is_busy=True, known={(2, "whole"): RecognizedPage(SEEN)})

    pending = read.read(CONTENT)
    text = read.merge(CONTENT, [RecognizedPage(PRINTED)] * 2)

    assert isinstance(pending, PendingOcr)
    assert (pending.pages, ocr.detected) == ((1, 3), [])
    assert [page.words for page in text.pages] == [PRINTED, SEEN, PRINTED]
    by_job = Route.DETECT_TEXT_ASYNC
    assert [page.route for page in text.pages] == [by_job, Route.DETECT_TEXT, by_job]


def test_read_pages_asks_for_no_known_page() -> None:
    read, ocr = reader(a_file(False, False), FakeOcr()), FakeOcr(words=SEEN)
    read.ocr = FakePageOcr(ocr, known={(1, "whole"): RecognizedPage(PRINTED)})

    text = read.read(CONTENT)

    assert isinstance(text, DocumentText)
    assert ([page.words for page in text.pages], ocr.detected) == ([PRINTED, SEEN], [b"png of page 2"])


def doubtful_file(pages: int = 1) -> FakeFile:
    """A page with text, followed by ``pages`` whose text layer comes from another OCR."""
    file = a_file(*[True] * (1 + pages))
    seen = tuple(replace(page, words=(replace(PRINTED[0], confidence=0.85),)) for page in file.text_layer.pages[1:])
    return replace(file, text_layer=DocumentText((file.text_layer.pages[0], *seen)))


def test_rerun_ocr_recognizes_doubtful_pages_when_asked() -> None:
    file, ocr = doubtful_file(), FakeOcr(words=SEEN)
    read = reader(file, ocr)

    quick = read.read(CONTENT)
    assert isinstance(quick, DocumentText)
    thorough = read.rerun_ocr(CONTENT, quick)

    assert quick == file.text_layer
    assert thorough is not None
    assert [page.words for page in thorough.pages] == [PRINTED, SEEN]
    assert (ocr.detected, thorough.cost) == ([b"png of page 2"], Decimal("0.0015"))


def test_rerun_ocr_is_limited_to_the_first_doubtful_pages() -> None:
    ocr = FakeOcr(words=SEEN)
    many = doubtful_file(20)

    assert reader(many, ocr).rerun_ocr(CONTENT, many.text_layer) is not None
    assert reader(a_file(True), ocr).rerun_ocr(CONTENT, a_file(True).text_layer) is None

    assert len(ocr.detected) == 8


def test_read_pages_swaps_sides_of_a_rotated_page() -> None:
    reading = reader(a_file(False), FakeOcr(words=SEEN, turn=1)).read(CONTENT)

    assert isinstance(reading, DocumentText)
    (page,) = reading.pages
    assert (page.turn, page.width, page.height) == (1, 842, 595)


def test_analyze_adds_fields_and_keeps_words() -> None:
    field = ServiceField("TOTAL", "Total", Box(0.8, 0.1, 0.9, 0.12), 0.9)
    ocr = FakeOcr(words=SEEN, fields=(field,))
    file = a_file(True, True)

    reading = reader(file, ocr).analyze(CONTENT, file.text_layer, (2,))

    assert [page.fields for page in reading.pages] == [(), (field,)]
    assert [page.words for page in reading.pages] == [PRINTED, PRINTED]
    assert [page.route for page in reading.pages] == [Route.TEXT_LAYER, Route.EXPENSE]
    assert (ocr.analyzed, reading.cost) == ([b"png of page 2"], Decimal("0.01"))


def test_analyze_with_another_rotation_adds_no_fields() -> None:
    ocr = FakeOcr(words=SEEN, fields=(ServiceField("TOTAL", "", Box(0, 0, 1, 1), 0.9),), turn=2)
    file = a_file(True)

    reading = reader(file, ocr).analyze(CONTENT, file.text_layer, (1,))

    assert (reading.pages[0].fields, reading.cost) == ((), Decimal("0.01"))


LOGO = Box(0.5, 0.5, 0.7, 0.6)


def a_file_with_regions(*numbers: int, pages: int = 1) -> FakeFile:
    layer = a_file(*[True] * pages).text_layer
    pages_of = (replace(page, regions=(LOGO,) if page.number in numbers else ()) for page in layer.pages)
    return FakeFile(DocumentText(tuple(pages_of)))


def test_regions_are_not_recognized_at_first() -> None:
    ocr = FakeOcr(words=SEEN)

    text = reader(a_file_with_regions(1), ocr).read(CONTENT)

    assert isinstance(text, DocumentText)
    assert (text.pages[0].words, text.cost, ocr.detected) == (PRINTED, Decimal(0), [])


def test_regions_are_merged_into_the_words_of_their_page() -> None:
    ocr = FakeOcr(words=(Word("107.77", Box(0.5, 0, 1, 0.5), 1.0),))
    file = a_file_with_regions(2, pages=2)

    text = reader(file, ocr).rerun_ocr(CONTENT, file.text_layer)

    assert text is not None
    assert ocr.detected == [b"png of regions of page 2"]
    assert [page.route for page in text.pages] == [Route.TEXT_LAYER, Route.TEXT_LAYER_AND_OCR]
    assert text.pages[1].words[:-1] == PRINTED
    word = text.pages[1].words[-1]
    assert (word.text, word.confidence) == ("107.77", 0.99)
    assert (word.box.x0, word.box.y0, word.box.x1, word.box.y1) == pytest.approx((0.6, 0.5, 0.7, 0.55))
    assert (text.pages[1].regions, text.cost) == ((), Decimal("0.0015"))


def test_regions_of_the_first_three_pages_are_recognized() -> None:
    ocr = FakeOcr(words=SEEN)
    file = a_file_with_regions(1, 2, 4, 5, pages=5)

    reader(file, ocr).rerun_ocr(CONTENT, file.text_layer)

    assert ocr.detected == [b"png of regions of page %d" % number for number in (1, 2, 4)]


def test_code_of_a_turned_page_stands_on_the_upright_page() -> None:
    code = ScannedCode(Symbology.QR_CODE, b"x", Box(0.1, 0.2, 0.3, 0.6))
    file = a_file(False)
    layer = file.text_layer.with_pages(replace(page, codes=(code,)) for page in file.text_layer.pages)

    reading = reader(replace(file, text_layer=layer), FakeOcr(words=SEEN, turn=1)).read(CONTENT)

    assert isinstance(reading, DocumentText)
    (upright,) = reading.pages[0].codes
    assert upright.box == Box(0.2, 0.7, 0.6, 0.9)


def test_regions_that_are_turned_add_no_words() -> None:
    file = a_file_with_regions(1)

    text = reader(file, FakeOcr(words=SEEN, turn=1)).rerun_ocr(CONTENT, file.text_layer)

    assert text is not None
    assert (text.pages[0].words, text.cost) == (PRINTED, Decimal("0.0015"))
