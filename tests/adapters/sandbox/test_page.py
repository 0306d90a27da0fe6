"""A word's box is where the word is displayed: compared with the pixels of the rendered page."""

from io import BytesIO

import pytest
from PIL import Image, ImageOps
from pypdf import PdfReader
from reportlab.pdfgen.canvas import Canvas

from billhook.adapters.sandboxed_files import SandboxedFiles
from billhook.domain.document_text import Box, PageText
from billhook.domain.page_limits import PageLimits
from tests.adapters.sandbox.sample_files import a_drawing, a_pdf, an_image, turned

EDGES = ("x0", "y0", "x1", "y1")
CROPPED = (30.0, 400.0, 500.0, 830.0)


def lone_word(canvas: Canvas) -> None:
    canvas.setFont("Helvetica", 24)
    canvas.drawString(60, 700, "$1,234.56")


def first_page(content: bytes) -> tuple[PageText, Image.Image]:
    """Return the page as read, and as rendered."""
    with SandboxedFiles().open(content) as file:
        (rendered,) = file.images([1])
        return file.text_layer.pages[0], Image.open(BytesIO(rendered.png))


def ink(image: Image.Image) -> Box:
    """Return the box of the dark pixels, in fractions of the page."""
    bounds = ImageOps.invert(image).getbbox()
    assert bounds
    x0, y0, x1, y1 = bounds
    return Box(x0 / image.width, y0 / image.height, x1 / image.width, y1 / image.height)


@pytest.mark.parametrize("degrees", [0, 90, 180, 270])
@pytest.mark.parametrize("crop", [None, CROPPED])
def test_word_box_lies_where_the_word_is_displayed(
    degrees: int, crop: tuple[float, float, float, float] | None
) -> None:
    page, rendered = first_page(turned(a_pdf(lone_word), degrees=degrees, crop=crop))

    (word,) = page.words
    dark = ink(rendered)
    assert word.text == "$1,234.56"
    assert word.box.x0 - 0.01 <= dark.x0 <= dark.x1 <= word.box.x1 + 0.01
    assert word.box.y0 - 0.01 <= dark.y0 <= dark.y1 <= word.box.y1 + 0.01
    assert word.box.x1 - word.box.x0 < 1.5 * (dark.x1 - dark.x0)


def test_form_value_is_a_word_and_is_painted() -> None:
    def form(canvas: Canvas) -> None:
        canvas.acroForm.textfield(
            name="reading", value="40730", x=60, y=200, width=200, height=24, borderWidth=0, fillColor=None
        )

    page, rendered = first_page(a_pdf(form))

    (word,) = page.words
    dark = ink(rendered)
    assert word.text == "40730"
    assert word.box.x0 - 0.01 <= dark.x0 <= dark.x1 <= word.box.x1 + 0.01
    assert word.box.y0 - 0.01 <= dark.y0 <= dark.y1 <= word.box.y1 + 0.01


@pytest.mark.parametrize("degrees", [0, 90, 180, 270])
def test_page_size_is_the_displayed_size(degrees: int) -> None:
    page, rendered = first_page(turned(a_pdf(lone_word), degrees=degrees, crop=CROPPED))

    width, height = (430, 470) if degrees in (90, 270) else (470, 430)
    assert (page.width, page.height) == (width, height)
    assert rendered.size == (int(width * 200 / 72), int(height * 200 / 72))


def test_page_words_outside_the_crop_box_are_omitted() -> None:
    page, _ = first_page(turned(a_pdf(lone_word), crop=(200.0, 0.0, 595.0, 600.0)))

    assert page.words == ()


@pytest.mark.parametrize("degrees", [0, 90, 180, 270])
@pytest.mark.parametrize("crop", [None, CROPPED])
def test_cut_page_shows_the_same_without_rotation(degrees: int, crop: tuple[float, float, float, float] | None) -> None:
    content = turned(a_pdf(lone_word), degrees=degrees, crop=crop)
    with SandboxedFiles().open(content) as file:
        part = file.cut([1])

    (before, drawn), (after, redrawn) = first_page(content), first_page(part)

    (page,) = PdfReader(BytesIO(part)).pages
    assert (page.rotation, page.mediabox.lower_left, page.mediabox) == (0, (0, 0), page.cropbox)
    assert (after.width, after.height) == pytest.approx((before.width, before.height))
    assert [getattr(after.words[0].box, edge) for edge in EDGES] == pytest.approx(
        [getattr(before.words[0].box, edge) for edge in EDGES], abs=0.001
    )
    assert [getattr(ink(redrawn), edge) for edge in EDGES] == pytest.approx(
        [getattr(ink(drawn), edge) for edge in EDGES], abs=0.003
    )


def test_page_media_box_may_start_anywhere() -> None:
    content = a_pdf(lone_word).replace(b"/MediaBox [ 0 0 595 842 ]", b"/MediaBox [ 40 90 595 842]")

    page, rendered = first_page(content)

    assert page.words[0].box.x0 == pytest.approx(20 / 555, abs=0.003)
    assert page.words[0].box.x0 == pytest.approx(ink(rendered).x0, abs=0.01)


@pytest.mark.parametrize(("orientation", "back"), [(3, 180), (6, 270), (8, 90)])
def test_picture_is_rotated_by_its_exif_orientation(orientation: int, back: int) -> None:
    upright = a_drawing()
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010E] = "a secret description"
    lying = upright.rotate({3: 180, 6: 90, 8: 270}[orientation], expand=True)

    page, rendered = first_page(an_image(lying, "JPEG", quality=95, exif=exif))

    assert back
    assert (page.width, page.height) == upright.size == rendered.size
    assert ink(rendered.point(lambda level: 255 if level > 128 else 0)).y1 < 0.5
    assert not rendered.getexif()
    assert rendered.info == {}


def test_picture_with_transparency_is_read_on_white() -> None:
    clear = Image.new("RGBA", (60, 40), (0, 0, 0, 0))

    _, rendered = first_page(an_image(clear, "PNG"))

    assert rendered.getextrema() == (255, 255)


def test_picture_of_more_than_eight_bits_is_scaled_to_eight() -> None:
    faint = Image.new("I;16", (60, 40), 40_000)
    faint.putpixel((5, 5), 20_000)

    _, rendered = first_page(an_image(faint, "PNG"))

    assert rendered.getextrema() == (0, 255)
    assert rendered.getpixel((5, 5)) == 0


def test_picture_too_large_for_ocr_is_scaled_down() -> None:
    limits = PageLimits(picture_bytes=50_000)
    content = an_image(Image.effect_noise((600, 400), 90), "PNG")

    with SandboxedFiles(limits).open(content) as file:
        (rendered,) = file.images([1])

    assert 25_000 < len(rendered.png) <= 50_000
    width, height = Image.open(BytesIO(rendered.png)).size
    assert width / height == pytest.approx(1.5, abs=0.02)
