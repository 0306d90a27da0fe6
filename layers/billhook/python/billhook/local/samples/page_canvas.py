"""A canvas for sample bills: gives a PDF, or the document text of it without a PDF.

Coordinates are points from the top left corner; reportlab (a development dependency) is imported only when something is
drawn.
"""

import io
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from billhook.domain.document_text import Box, DocumentText, PageText, Route, ScannedCode, Symbology, Word

A4 = (595.28, 841.89)
LETTER = (612.0, 792.0)
_WORD = re.compile(r"[^\S\xa0]*((?:\S|\xa0)+)")


@dataclass(frozen=True)
class Stroke:
    """One run of text: its left end and baseline."""

    x: float
    y: float
    text: str
    size: float
    font: str
    width: float


@dataclass(frozen=True)
class PrintedCode:
    """A QR code: its top left corner, the length of a side, and its text."""

    x: float
    y: float
    side: float
    text: str

    def scanned(self, size: tuple[float, float]) -> ScannedCode:
        """The code as a perfect reader returns it, from a page of ``size``."""
        width, height = size
        box = Box(self.x / width, self.y / height, (self.x + self.side) / width, (self.y + self.side) / height)
        return ScannedCode(Symbology.QR_CODE, self.text.encode(), box)


@dataclass
class PageCanvas:
    """Pages under construction; ``text`` and ``row`` write on the newest one."""

    size: tuple[float, float] = LETTER
    pages: list[list[Stroke]] = field(default_factory=lambda: [[]])
    rules: list[list[tuple[float, float, float, float]]] = field(default_factory=lambda: [[]])
    codes: list[list[PrintedCode]] = field(default_factory=lambda: [[]])

    def text(self, x: float, y: float, text: str, size: float = 9, *, bold: bool = False, right: bool = False) -> None:
        """Write ``text`` with its left end (``right``: its right end) at ``x`` and its baseline at ``y``."""
        font, width = _font(bold=bold), self.width_of(text, size, bold=bold)
        self.pages[-1].append(Stroke(x - width if right else x, y, text, size, font, width))

    def width_of(self, text: str, size: float = 9, *, bold: bool = False) -> float:
        """Width of ``text`` in points."""
        return _string_width(text, _font(bold=bold), size)

    def row(self, y: float, cells: Mapping[int, str], size: float = 9, bold: bool = False) -> None:
        """Write cells at their x; a negative x is the right edge of a right-aligned cell."""
        for x, text in cells.items():
            self.text(abs(x), y, text, size, bold=bold, right=x < 0)

    def rule(self, x0: float, y0: float, x1: float, y1: float) -> None:
        self.rules[-1].append((x0, y0, x1, y1))

    def code(self, x: float, y: float, side: float, text: str) -> None:
        """Draw a QR code with its top left corner at ``x`` and ``y``."""
        self.codes[-1].append(PrintedCode(x, y, side, text))

    def turn(self) -> None:
        """Begin the next page."""
        self.pages.append([])
        self.rules.append([])
        self.codes.append([])

    def pdf(self) -> bytes:
        """The pages as a PDF with a text layer; equal content gives equal bytes."""
        from reportlab.pdfgen.canvas import Canvas  # noqa: PLC0415 - a development dependency

        buffer = io.BytesIO()
        make: Any = Canvas
        canvas = make(buffer, pagesize=self.size, invariant=1)
        for strokes, rules, codes in zip(self.pages, self.rules, self._codes(), strict=True):
            for stroke in strokes:
                canvas.setFont(stroke.font, stroke.size)
                canvas.drawString(stroke.x, self.size[1] - stroke.y, stroke.text)
            canvas.setLineWidth(0.6)
            for x0, y0, x1, y1 in rules:
                canvas.line(x0, self.size[1] - y0, x1, self.size[1] - y1)
            for code in codes:
                _draw(code, canvas, self.size[1])
            canvas.showPage()
        canvas.save()
        return buffer.getvalue()

    def reading(self) -> DocumentText:
        """The document text that a perfect reader would return."""
        return DocumentText(
            tuple(
                PageText(
                    number,
                    *self.size,
                    Route.TEXT_LAYER,
                    tuple(word for stroke in strokes for word in self._words(stroke)),
                    codes=tuple(code.scanned(self.size) for code in codes),
                )
                for number, (strokes, codes) in enumerate(zip(self.pages, self._codes(), strict=True), 1)
            )
        )

    def _codes(self) -> list[list[PrintedCode]]:
        """The codes of each page; pages that were added as a whole have none."""
        return [*self.codes, *([] for _ in self.pages[len(self.codes) :])][: len(self.pages)]

    def _words(self, stroke: Stroke) -> list[Word]:
        words = []
        for match in _WORD.finditer(stroke.text):
            left = stroke.x + _string_width(stroke.text[: match.start(1)], stroke.font, stroke.size)
            right = left + _string_width(match[1], stroke.font, stroke.size)
            top, bottom = stroke.y - 0.75 * stroke.size, stroke.y + 0.22 * stroke.size
            box = Box(left / self.size[0], top / self.size[1], right / self.size[0], bottom / self.size[1])
            words.append(Word(match[1], box))
        return words


def _draw(code: PrintedCode, canvas: Any, page_height: float) -> None:
    from reportlab.graphics import renderPDF  # noqa: PLC0415 - a development dependency
    from reportlab.graphics.barcode import createBarcodeDrawing  # noqa: PLC0415

    make: Any = createBarcodeDrawing
    drawing = make("QR", value=code.text, width=code.side, height=code.side, barLevel="M")
    paint: Any = renderPDF.draw
    paint(drawing, canvas, code.x, page_height - code.y - code.side)


def _font(*, bold: bool) -> str:
    return "Helvetica-Bold" if bold else "Helvetica"


def _string_width(text: str, font: str, size: float) -> float:
    from reportlab.pdfbase.pdfmetrics import stringWidth  # noqa: PLC0415 - a development dependency

    measure: Any = stringWidth
    return float(measure(text, font, size))
