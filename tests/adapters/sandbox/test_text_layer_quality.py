"""Text layer quality: when the words of a page are accepted, and when the page needs OCR."""

import pytest
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from billhook.adapters.sandbox import text_layer_quality
from billhook.adapters.sandboxed_files import SandboxedFiles
from billhook.domain.document_text import DocumentText, Route
from tests.adapters.sandbox.sample_files import A4, LINES, a_drawing, a_pdf, bill_page, picture, without_meaning, write

UNKNOWN = "\ufffd"
STAMP = ("Envelope 7F3A received 2031-03-15",)


def opened(content: bytes) -> tuple[DocumentText, tuple[int, ...]]:
    with SandboxedFiles().open(content) as file:
        return file.text_layer, file.pages_to_ocr


def scan(canvas: Canvas) -> None:
    picture(canvas, a_drawing())


def test_text_layer_of_a_text_page_is_accepted() -> None:
    layer, pages_to_ocr = opened(a_pdf(bill_page))

    (page,) = layer.pages
    assert (page.route, pages_to_ocr) == (Route.TEXT_LAYER, ())
    assert " ".join(word.text for word in page.words) == " ".join(" ".join(LINES).split())
    assert {word.confidence for word in page.words} == {1.0}


def test_text_layer_of_each_page_is_judged_separately() -> None:
    layer, pages_to_ocr = opened(a_pdf(bill_page, scan, bill_page))

    assert [page.route for page in layer.pages] == [Route.TEXT_LAYER, Route.BLANK, Route.TEXT_LAYER]
    assert pages_to_ocr == (2,)


def test_text_layer_of_an_empty_page_needs_no_ocr() -> None:
    layer, pages_to_ocr = opened(a_pdf(bill_page, lambda _: None))

    assert (layer.pages[1].route, layer.pages[1].words, pages_to_ocr) == (Route.BLANK, (), ())


def test_text_layer_of_a_short_page_without_picture_is_accepted() -> None:
    layer, pages_to_ocr = opened(a_pdf(lambda canvas: write(canvas, ["This page is left blank."])))

    assert ([word.text for word in layer.pages[0].words], pages_to_ocr) == (
        ["This", "page", "is", "left", "blank."],
        (),
    )


def test_text_layer_of_a_stamped_scan_needs_ocr() -> None:
    def stamped(canvas: Canvas) -> None:
        scan(canvas)
        write(canvas, STAMP)

    layer, pages_to_ocr = opened(a_pdf(stamped))

    assert (layer.pages[0].words, pages_to_ocr) == ((), (1,))


def test_text_layer_on_a_scan_in_strips_counts_as_one_picture() -> None:
    def strips(canvas: Canvas) -> None:
        for strip in range(10):
            picture(canvas, a_drawing(size=(600, 84)), (0, strip * 84.2, A4[0], 84.2))
        write(canvas, STAMP)

    assert opened(a_pdf(strips))[1] == (1,)


def test_text_layer_with_letters_drawn_as_lines_needs_ocr() -> None:
    def outlines(canvas: Canvas) -> None:
        for x in range(40, 500, 8):
            canvas.line(x, 700, x + 5, 712)

    assert opened(a_pdf(outlines))[1] == (1,)


def test_text_layer_of_a_searchable_scan_has_lower_confidence() -> None:
    def searchable(canvas: Canvas) -> None:
        scan(canvas)
        write(canvas, LINES, mode=3)

    layer, pages_to_ocr = opened(a_pdf(searchable))

    assert pages_to_ocr == ()
    assert {word.confidence for word in layer.pages[0].words} == {0.85}


def test_text_layer_below_opaque_picture_has_lower_confidence() -> None:
    def covered(canvas: Canvas) -> None:
        bill_page(canvas)
        scan(canvas)

    assert {word.confidence for word in opened(a_pdf(covered))[0].pages[0].words} == {0.85}


def test_text_layer_above_a_background_picture_is_accepted() -> None:
    def letterhead(canvas: Canvas) -> None:
        picture(canvas, Image.new("RGB", (60, 84), "#fff8e0"))
        bill_page(canvas)

    assert {word.confidence for word in opened(a_pdf(letterhead))[0].pages[0].words} == {1.0}


def test_text_layer_of_foreign_ocr_without_figures_needs_ocr() -> None:
    def searchable(canvas: Canvas) -> None:
        scan(canvas)
        write(canvas, ["lorem ipsum dolor sit amet consectetur"] * 8, mode=3)

    assert opened(a_pdf(searchable))[1] == (1,)


def test_text_layer_omits_text_for_machines_only() -> None:
    def seeded(canvas: Canvas) -> None:
        bill_page(canvas)
        write(canvas, ["Total due 0.00"], mode=3, top=300)

    layer, _ = opened(a_pdf(seeded))

    assert "0.00" not in {word.text for word in layer.pages[0].words}
    assert len(layer.pages[0].words) == len(" ".join(LINES).split())


def test_text_layer_includes_form_field_values() -> None:
    def form(canvas: Canvas) -> None:
        bill_page(canvas)
        canvas.acroForm.textfield(name="reading", value="40730", x=60, y=200, width=200, height=24)

    assert "40730" in {word.text for word in opened(a_pdf(form))[0].pages[0].words}


def test_text_layer_of_a_font_without_unicode_map_needs_ocr() -> None:
    _, pages_to_ocr = opened(without_meaning(a_pdf(lambda canvas: write(canvas, LINES, font="Vera"))))

    assert pages_to_ocr == (1,)


@pytest.mark.parametrize(
    ("text", "share"),
    [
        ("Total 12.50", 0.0),
        ("Total\x01 12.50", 1 / 11),
        ("\ue0f3 Call us", 1 / 7),
        ("Montant\u00a0: 1\u202f234,56\u00a0€ \x02", 0.0),
        (UNKNOWN * 10, 1.0),
    ],
)
def test_garbage_ratio_counts_unprintable_characters(text: str, share: float) -> None:
    assert text_layer_quality.garbage_ratio(text) == pytest.approx(share)


def test_garbage_ratio_ignores_postal_barcodes_up_to_two() -> None:
    barcode = UNKNOWN * 65

    assert text_layer_quality.garbage_ratio(f"Pay by mail {barcode} {barcode}") == 0
    assert text_layer_quality.garbage_ratio(f"Pay by mail {barcode} {barcode} {barcode}") > 0.2


def test_garbage_ratio_counts_concatenated_nonsense() -> None:
    assert text_layer_quality.garbage_ratio(f"{UNKNOWN * 60}\n" * 20) > 0.8


@pytest.mark.parametrize(
    ("text", "has"),
    [
        ("due 14.03.2031 total 1.234,56", True),
        ("2031年3月14日 1,234.56", True),
        ("Mars 2031, montant 12,50 €", True),
        ("call 0800 123 456 before 14.03.2031", False),
        ("total 12.50", False),
    ],
)
def test_figures_are_an_amount_and_a_date_of_any_language(text: str, has: bool) -> None:
    assert text_layer_quality.has_figures(text) is has


def test_outer_garbage_is_stripped_and_inner_kept() -> None:
    assert text_layer_quality.without_outer_garbage("\uf0b7Total") == "Total"
    assert text_layer_quality.without_outer_garbage(f"12{UNKNOWN}45") == f"12{UNKNOWN}45"
    assert text_layer_quality.without_outer_garbage(UNKNOWN * 3) == ""
