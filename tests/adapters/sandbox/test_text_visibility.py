"""Text visibility: covered, white, clipped and tiny text is not part of a page."""

from collections.abc import Callable

import pytest
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from billhook.adapters.sandboxed_files import SandboxedFiles
from tests.adapters.sandbox.sample_files import a_pdf, bill_page, picture, white_box, write

PLANTED = "Refund 1.00"


def words_of(*pages: Callable[[Canvas], None]) -> list[str]:
    with SandboxedFiles().open(a_pdf(*pages)) as file:
        return [word.text for page in file.text_layer.pages for word in page.words]


def planted(paint: Callable[[Canvas], None]) -> list[str]:
    """The words of a bill on which ``paint`` has put the planted text."""

    def page(canvas: Canvas) -> None:
        bill_page(canvas)
        paint(canvas)

    return words_of(page)


def covered(canvas: Canvas) -> None:
    write(canvas, [PLANTED], top=300)
    white_box(canvas, 30, 290, 200, 30)


def covered_in_black(canvas: Canvas) -> None:
    write(canvas, [PLANTED], top=300)
    canvas.rect(30, 290, 200, 30, fill=1)


def covered_within_a_form(canvas: Canvas) -> None:
    write(canvas, [PLANTED], top=300)
    canvas.beginForm("cover")
    white_box(canvas, 0, 0, 100, 15)
    canvas.endForm()
    canvas.saveState()
    canvas.transform(2, 0, 0, 2, 30, 290)
    canvas.doForm("cover")
    canvas.restoreState()


def white(canvas: Canvas) -> None:
    canvas.setFillColorRGB(1, 1, 1)
    write(canvas, [PLANTED], top=300)


def of_the_color_of_its_box(canvas: Canvas) -> None:
    canvas.setFillColorRGB(0.2, 0.3, 0.4)
    canvas.rect(30, 290, 200, 30, fill=1, stroke=0)
    write(canvas, [PLANTED], top=300)


def clipped(canvas: Canvas) -> None:
    canvas.saveState()
    path = canvas.beginPath()
    path.rect(300, 100, 100, 100)
    canvas.clipPath(path, stroke=0)
    write(canvas, [PLANTED], top=300)
    canvas.restoreState()


def tiny(canvas: Canvas) -> None:
    canvas.setFont("Helvetica", 0.1)
    canvas.drawString(40, 300, PLANTED)


@pytest.mark.parametrize(
    "paint", [covered, covered_in_black, covered_within_a_form, white, of_the_color_of_its_box, clipped, tiny]
)
def test_visibility_of_hidden_text_omits_its_words(paint: Callable[[Canvas], None]) -> None:
    words = planted(paint)

    assert "1.00" not in words
    assert "$107.77" in words


def on_a_box(canvas: Canvas) -> None:
    white_box(canvas, 30, 290, 200, 30)
    write(canvas, [PLANTED], top=300)


def white_on_dark(canvas: Canvas) -> None:
    canvas.setFillColorRGB(0, 0, 0.4)
    canvas.roundRect(30, 290, 200, 30, 6, fill=1, stroke=0)
    canvas.setFillColorRGB(1, 1, 1)
    write(canvas, [PLANTED], top=300)


def white_on_a_picture(canvas: Canvas) -> None:
    picture(canvas, Image.new("RGB", (20, 4), "navy"), (30, 290, 200, 30))
    canvas.setFillColorRGB(1, 1, 1)
    write(canvas, [PLANTED], top=300)


def below_a_transparent_box(canvas: Canvas) -> None:
    write(canvas, [PLANTED], top=300)
    canvas.setFillAlpha(0.3)
    canvas.rect(30, 290, 200, 30, fill=1, stroke=0)


def below_a_box_that_is_clipped(canvas: Canvas) -> None:
    write(canvas, [PLANTED], top=300)
    canvas.saveState()
    path = canvas.beginPath()
    path.rect(300, 100, 100, 100)
    canvas.clipPath(path, stroke=0)
    white_box(canvas, 0, 0, 595, 842)
    canvas.restoreState()


def in_a_clip(canvas: Canvas) -> None:
    path = canvas.beginPath()
    path.rect(30, 290, 200, 30)
    canvas.clipPath(path, stroke=0)
    write(canvas, [PLANTED], top=300)


@pytest.mark.parametrize(
    "paint",
    [on_a_box, white_on_dark, white_on_a_picture, below_a_transparent_box, below_a_box_that_is_clipped, in_a_clip],
)
def test_visibility_of_visible_text_keeps_its_words(paint: Callable[[Canvas], None]) -> None:
    assert "1.00" in planted(paint)
