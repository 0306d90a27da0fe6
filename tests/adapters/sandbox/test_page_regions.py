"""Regions of a page without words: images and letters drawn as paths, and how they are rendered for OCR."""

from collections.abc import Callable
from io import BytesIO

import pytest
from PIL import Image, ImageOps
from reportlab.pdfgen.canvas import Canvas

from billhook.adapters.sandboxed_files import SandboxedFiles
from billhook.domain.document_text import Box, PageText
from tests.adapters.sandbox.sample_files import a_pdf, a_text_picture, bill_page, picture, write


def first_page(paint: Callable[[Canvas], None]) -> tuple[PageText, tuple[int, ...]]:
    with SandboxedFiles().open(a_pdf(paint)) as file:
        return file.text_layer.pages[0], file.pages_to_ocr


def total_as_picture(canvas: Canvas) -> None:
    bill_page(canvas)
    picture(canvas, a_text_picture("Total 107.77"), (60, 300, 120, 20))


def outlined_letter(canvas: Canvas, x: float, y: float, size: float) -> None:
    path = canvas.beginPath()
    path.moveTo(x, y)
    for step in range(1, 9):
        path.curveTo(x + step, y + size, x + size, y + step, x + size * step / 9, y + size * (step % 3) / 3)
    path.close()
    canvas.drawPath(path, fill=1, stroke=0)


def outlined_lines(canvas: Canvas, lines: int) -> None:
    for line in range(lines):
        for column in range(40):
            outlined_letter(canvas, 40 + 12 * column, 700 - 20 * line, 9)


def test_page_with_a_picture_has_its_region() -> None:
    page, pages_to_ocr = first_page(total_as_picture)

    (region,) = page.regions
    assert pages_to_ocr == ()
    assert (region.x0, region.x1) == pytest.approx((60 / 595, 180 / 595), abs=0.001)
    assert (region.y0, region.y1) == pytest.approx((522 / 842, 542 / 842), abs=0.001)


def test_page_with_text_on_a_picture_has_no_region() -> None:
    def letterhead(canvas: Canvas) -> None:
        picture(canvas, Image.new("RGB", (60, 84), "#fff8e0"), (20, 300, 500, 520))
        bill_page(canvas)

    assert first_page(letterhead)[0].regions == ()


def test_page_with_outlined_headings_has_their_region() -> None:
    def heading(canvas: Canvas) -> None:
        write(canvas, ["Account number 4410 9925 71"] * 10, top=400)
        outlined_lines(canvas, 1)

    page, pages_to_ocr = first_page(heading)

    (region,) = page.regions
    assert pages_to_ocr == ()
    assert region.x0 < 0.1 < 0.8 < region.x1
    assert region.y0 < 142 / 842 < region.y1 < 0.3


def test_page_of_outlines_with_a_stamp_needs_ocr() -> None:
    def outlined(canvas: Canvas) -> None:
        outlined_lines(canvas, 12)
        canvas.drawString(300, 800, "RECEIVED 4 JULY 2031")

    page, pages_to_ocr = first_page(outlined)

    assert (page.words, page.regions, pages_to_ocr) == ((), (), (1,))


def test_page_with_few_words_and_a_chart_is_accepted() -> None:
    def chart(canvas: Canvas) -> None:
        write(canvas, ["Your usage of the last months"])
        for month in range(24):
            canvas.rect(60 + 15 * month, 400, 10, 20 + 3 * month, fill=1)

    assert first_page(chart)[1] == ()


def test_region_image_shows_the_regions_only() -> None:
    box = Box(60 / 595, 522 / 842, 180 / 595, 542 / 842)
    with SandboxedFiles().open(a_pdf(total_as_picture)) as file:
        image = file.region_image(1, [box])

    rendered = Image.open(BytesIO(image.png))
    assert rendered.width == pytest.approx((image.part.x1 - image.part.x0) * 595 * 200 / 72, abs=2)
    assert image.part.x0 < box.x0 < box.x1 < image.part.x1
    assert ImageOps.invert(rendered).getbbox()


def test_region_image_is_white_between_regions() -> None:
    top, bottom = Box(0.05, 0.5, 0.4, 0.52), Box(0.05, 0.7, 0.4, 0.72)
    with SandboxedFiles().open(a_pdf(total_as_picture)) as file:
        rendered = Image.open(BytesIO(file.region_image(1, [top, bottom]).png))

    assert rendered.getextrema() == (255, 255)
