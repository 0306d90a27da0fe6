"""Skewed and rotated pages are extracted like upright ones; pages of low OCR confidence are unreadable."""

from dataclasses import replace
from math import cos, radians, sin

import pytest

from billhook.domain.bill import Extraction
from billhook.domain.document_text import Box, DocumentText, PageText, Route, Word
from billhook.domain.rotation import Point, displayed_box, upright_box
from billhook.extraction.layout.page_quality import UNREADABLE, deskew, is_poor, readable
from billhook.extraction.pipeline.pipeline import extract
from billhook.local.samples import LAYOUTS
from tests.extraction.pages import METERED, bill_of, recognised, text_of_rows

LAYOUT_SEEDS = [(layout, 3) for layout in sorted(LAYOUTS)]


def leaning(reading: DocumentText, degrees: float) -> DocumentText:
    """The same pages photographed at an angle: each word's box is that around its leaning letters."""
    return DocumentText(tuple(_leaning(page, radians(degrees)) for page in reading.pages))


def _leaning(page: PageText, angle: float) -> PageText:
    aspect = page.width / page.height

    def at(x: float, y: float) -> Point:
        across, down = (x - 0.5) * aspect, y - 0.5
        return (across * cos(angle) - down * sin(angle)) / aspect + 0.5, across * sin(angle) + down * cos(angle) + 0.5

    words = []
    for word in page.words:
        box = word.box
        corners = [at(x, y) for x in (box.x0, box.x1) for y in (box.y0, box.y1)]
        xs, ys = [x for x, _ in corners], [y for _, y in corners]
        words.append(Word(word.text, Box(min(xs), min(ys), max(xs), max(ys)), 0.97))
    return replace(page, words=tuple(words))


@pytest.mark.parametrize(("layout", "seed"), LAYOUT_SEEDS)
@pytest.mark.parametrize("degrees", [-7.0, -2.0, 4.0, 9.0])
def test_extract_of_skewed_page_equals_upright_page(layout: str, seed: int, degrees: float) -> None:
    upright = recognised(LAYOUTS[layout](seed).sheet.reading())

    bill, truth = bill_of(leaning(upright, degrees)), bill_of(upright)

    for name in (
        "account_number",
        "bill_date",
        "due_date",
        "total_charges",
        "current_charges",
        "previous_close_balance",
    ):
        assert getattr(bill, name) == getattr(truth, name)
    assert [usage.usage for usage in bill.usage_data] == [usage.usage for usage in truth.usage_data]
    assert [line_item.total_charge for line_item in bill.line_items] == [
        line_item.total_charge for line_item in truth.line_items
    ]


@pytest.mark.parametrize("degrees", [-7.0, 4.0])
def test_evidence_of_skewed_page_is_at_its_words(degrees: float) -> None:
    reading = leaning(recognised(LAYOUTS["us_electric"](3).sheet.reading()), degrees)

    evidence = bill_of(reading).evidence["totalCharges"]

    box = evidence.box
    assert box is not None
    places = [word.box for word in reading.pages[(evidence.page or 0) - 1].words if word.text == evidence.text]
    assert any(abs(box.x0 - place.x0) < 0.01 and abs(box.y0 - place.y0) < 0.01 for place in places)


def test_deskewed_leaves_straight_page_unchanged() -> None:
    reading = recognised(LAYOUTS["us_electric"](3).sheet.reading())

    assert deskew(reading) == (reading, {})


def test_deskewed_leaves_text_layer_unchanged() -> None:
    reading = leaning(LAYOUTS["us_electric"](3).sheet.reading(), 5.0)

    assert deskew(reading)[0] is reading


@pytest.mark.parametrize("turn", [1, 2, 3])
def test_evidence_of_rotated_page_is_as_displayed(turn: int) -> None:
    upright = recognised(LAYOUTS["us_electric"](3).sheet.reading())
    turned = DocumentText(tuple(replace(page, turn=turn) for page in upright.pages))

    shown, read = bill_of(turned).evidence, bill_of(upright).evidence

    assert {name: evidence.text for name, evidence in shown.items()} == {
        name: evidence.text for name, evidence in read.items()
    }
    box = read["totalCharges"].box
    assert box is not None
    assert shown["totalCharges"].box == displayed_box(box, turn)


@pytest.mark.parametrize("turn", range(4))
def test_upright_box_inverts_displayed_box(turn: int) -> None:
    box = Box(0.1, 0.2, 0.4, 0.25)
    shown = displayed_box(box, turn)

    back = upright_box([(shown.x0, shown.y0), (shown.x1, shown.y1)], turn)

    assert (back.x0, back.y0, back.x1, back.y1) == pytest.approx((box.x0, box.y0, box.x1, box.y1))


@pytest.mark.parametrize(("confidence", "reason"), [(0.5, "unreadable"), (0.95, "not a bill")])
def test_extract_of_unsure_words_is_unreadable(confidence: float, reason: str) -> None:
    words = tuple(Word(text, Box(0.1, 0.1 * n, 0.3, 0.1 * n + 0.02), confidence) for n, text in enumerate("abcdef"))

    found = extract(DocumentText((PageText(1, 600, 800, Route.LOCAL_OCR, words),)))

    assert found.bills == ()
    assert (found.reason == "unreadable") == (reason == "unreadable")


def test_extract_of_complete_bill_ignores_low_confidence() -> None:
    reading = recognised(LAYOUTS["us_electric"](3).sheet.reading(), 0.6)

    assert extract(reading).is_utility_bill


@pytest.mark.parametrize(("confidence", "expected"), [(0.6, True), (0.8, False)])
def test_is_poor_compares_mean_confidence(confidence: float, expected: bool) -> None:
    assert is_poor(recognised(text_of_rows(*METERED), confidence)) is expected


def test_is_poor_is_false_for_text_layer() -> None:
    assert not is_poor(text_of_rows(*METERED))


def test_readable_replaces_extraction_of_poor_pages() -> None:
    poor = recognised(text_of_rows(*METERED), 0.5)

    assert readable(Extraction(reason="other"), poor).reason == UNREADABLE


def test_readable_keeps_extraction_of_sure_pages() -> None:
    extraction = Extraction(reason="other")

    assert readable(extraction, recognised(text_of_rows(*METERED), 0.95)) is extraction
