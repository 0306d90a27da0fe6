"""OCR quality: words of low confidence make a document unreadable, unless a complete bill was found."""

import pytest

from billhook.domain.bill import Extraction
from billhook.extraction.layout.ocr_quality import UNREADABLE, is_poor, readable
from tests.extraction.pages import METERED, recognised, text_of_rows


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
