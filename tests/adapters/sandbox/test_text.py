"""Words of a PDF page: boxes of fonts with wrong metrics, labels and values printed without a blank."""

from pathlib import Path

import pytest
import reportlab
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from billhook.adapters.sandboxed_files import SandboxedFiles
from billhook.domain.document_text import PageText
from tests.adapters.sandbox.sample_files import LINES, a_pdf, turned, write

VERA = Path(reportlab.__file__).parent / "fonts" / "Vera.ttf"


def page_of(content: bytes) -> PageText:
    with SandboxedFiles().open(content) as file:
        return file.text_layer.pages[0]


def font_with(name: str, ascent: int, descent: int) -> str:
    font = TTFont(name, str(VERA))
    font.face.ascent, font.face.descent = ascent, descent
    pdfmetrics.registerFont(font)
    return name


@pytest.mark.parametrize(("ascent", "descent"), [(-29836, -14300), (9000, -3000), (2400, -900), (0, 0)])
@pytest.mark.parametrize("degrees", [0, 90])
def test_words_of_a_font_with_wrong_metrics_keep_their_rows(ascent: int, descent: int, degrees: int) -> None:
    font = font_with(f"Wrong{ascent}", ascent, descent)

    page = page_of(turned(a_pdf(lambda canvas: write(canvas, LINES, font=font)), degrees=degrees))

    assert len(page.words) == len(" ".join(LINES).split())
    across = [
        (word.box.y1 - word.box.y0) * page.height if degrees == 0 else (word.box.x1 - word.box.x0) * page.width
        for word in page.words
    ]
    assert all(9 < extent < 16 for extent in across)


@pytest.mark.parametrize(
    ("printed", "words"),
    [
        ("SERVICIO:012345678901", ["SERVICIO:", "012345678901"]),
        ("MEDIDOR:QX118C", ["MEDIDOR:", "QX118C"]),
        ("12:30", ["12:30"]),
        ("https://example.com", ["https://example.com"]),
    ],
)
def test_words_of_a_label_and_its_value_are_two(printed: str, words: list[str]) -> None:
    page = page_of(a_pdf(lambda canvas: canvas.drawString(40, 700, printed)))

    assert [word.text for word in page.words] == words


def test_words_of_two_font_sizes_are_label_and_value() -> None:
    def paint(canvas: Canvas) -> None:
        canvas.setFont("Helvetica", 9)
        canvas.drawString(40, 700, "Total")
        x = 40 + canvas.stringWidth("Total", "Helvetica", 9)
        canvas.setFont("Helvetica", 14)
        canvas.drawString(x, 700, "174.91")

    label, value = page_of(a_pdf(paint)).words

    assert (label.text, value.text) == ("Total", "174.91")
    assert label.box.x1 == pytest.approx(value.box.x0, abs=0.003)
