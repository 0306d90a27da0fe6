"""The local OCR engine reads what is printed, where it is printed."""

import io

import pytest
from PIL import Image, ImageDraw, ImageFont

from billhook.domain.document_text import Box
from billhook.domain.errors import Rejection
from billhook.local.ocr import RapidOcr, decode

SIZE = (1000, 400)
PRINTED = {"Total": (60, 80), "due": (190, 80), "121.61": (700, 80), "kWh": (60, 250), "1,234": (700, 250)}


@pytest.fixture(scope="module")
def ocr() -> RapidOcr:
    return RapidOcr()


def drawn(mode: str = "RGB", ink: str = "black", paper: str | tuple[int, ...] = "white") -> Image.Image:
    picture = Image.new(mode, SIZE, paper)
    pen, font = ImageDraw.Draw(picture), ImageFont.load_default(size=44)
    for word, at in PRINTED.items():
        pen.text(at, word, fill=ink, font=font)
    return picture


def png(picture: Image.Image) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, "PNG")
    return buffer.getvalue()


def where(word: str) -> Box:
    x, y = PRINTED[word]
    left, top, right, bottom = ImageFont.load_default(size=44).getbbox(word)
    return Box((x + left) / SIZE[0], (y + top) / SIZE[1], (x + right) / SIZE[0], (y + bottom) / SIZE[1])


def test_ocr_returns_every_word_with_its_box(ocr: RapidOcr) -> None:
    words = {word.text: word for word in ocr.detect(png(drawn())).words}

    assert set(words) == set(PRINTED)
    for text, word in words.items():
        found, true = word.box, where(text)
        assert (found.x0, found.x1) == pytest.approx((true.x0, true.x1), abs=0.02)
        assert found.y0 < (true.y0 + true.y1) / 2 < found.y1
        assert 0.9 < word.confidence <= 1.0


def test_ocr_words_of_a_line_do_not_overlap(ocr: RapidOcr) -> None:
    words = {word.text: word.box for word in ocr.detect(png(drawn())).words}

    assert words["Total"].x1 <= words["due"].x0


def test_ocr_reads_transparent_images_on_white(ocr: RapidOcr) -> None:
    words = ocr.detect(png(drawn("RGBA", paper=(0, 0, 0, 0)))).words

    assert {word.text for word in words} == set(PRINTED)


def test_ocr_applies_exif_orientation(ocr: RapidOcr) -> None:
    turned, buffer = drawn().rotate(90, expand=True), io.BytesIO()
    exif = Image.Exif()
    exif[0x0112] = 6  # the camera was held a quarter to the left
    turned.save(buffer, "JPEG", quality=95, exif=exif)

    words = {word.text: word.box for word in ocr.detect(buffer.getvalue()).words}

    assert words["121.61"].x0 == pytest.approx(where("121.61").x0, abs=0.02)


def test_ocr_of_a_blank_page_has_no_words(ocr: RapidOcr) -> None:
    assert ocr.detect(png(Image.new("RGB", SIZE, "white"))).words == ()


@pytest.mark.parametrize("content", [b"", b"no picture", png(drawn())[:500]])
def test_ocr_rejects_a_corrupt_image(ocr: RapidOcr, content: bytes) -> None:
    with pytest.raises(Rejection) as caught:
        ocr.detect(content)

    assert caught.value.code == "corrupt"


@pytest.mark.parametrize("turn", [1, 2, 3])
def test_ocr_reads_rotated_pages_upright(ocr: RapidOcr, turn: int) -> None:
    lying = drawn().rotate(-90 * turn, expand=True)

    sight = ocr.detect(png(lying))

    words = {word.text: word.box for word in sight.words}
    assert sight.turn == turn
    assert set(words) == set(PRINTED)
    for text, found in words.items():
        true = where(text)
        assert (found.x0, found.y0, found.x1) == pytest.approx((true.x0, true.y0, true.x1), abs=0.04)


def test_ocr_quads_match_the_displayed_page(ocr: RapidOcr) -> None:
    lines = {line.text: line.quad for line in ocr.lines(decode(png(drawn().rotate(180))))}

    start, *_ = lines["121.61"]
    true = where("121.61")
    assert start == pytest.approx((1 - true.x0, 1 - true.y0), abs=0.04)
