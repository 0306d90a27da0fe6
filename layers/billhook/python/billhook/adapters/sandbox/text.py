"""Words of a PDF page with their boxes. Runs in the child."""

import re
from ctypes import c_ushort
from typing import Any

from billhook.adapters.sandbox import pdfium
from billhook.adapters.sandbox.text_layer_quality import HYPHENS, UNKNOWN, without_outer_garbage

# A hyphen mark ends its word: the text after it is on the next line.
_WORD = re.compile(rf"[^\s{HYPHENS}]+[{HYPHENS}]?|[{HYPHENS}]")
_MARKS = str.maketrans(dict.fromkeys(HYPHENS, "-"))
_PRECISION = 5

Rect = tuple[float, float, float, float]
PlacedWord = tuple[str, float, float, float, float, float]
"""Text, x0, y0, x1, y1, confidence."""

HIDDEN_CONFIDENCE = 0.85
"""Confidence of words in a foreign OCR layer beneath an image."""


class PageTransform:
    """Transforms page coordinates to fractions of the displayed page: CropBox and rotation applied."""

    def __init__(self, page: Any) -> None:
        box = pdfium.FS_RECTF()
        pdfium.FPDF_GetPageBoundingBox(page, box)
        self.left, self.top = box.left, box.top
        self.width, self.height = max(box.right - box.left, 1e-3), max(box.top - box.bottom, 1e-3)
        self.quarter_turns = pdfium.FPDFPage_GetRotation(page) % 4

    @property
    def displayed_size(self) -> tuple[float, float]:
        """Width and height in points."""
        return (self.height, self.width) if self.quarter_turns % 2 else (self.width, self.height)

    def place(self, left: float, top: float, right: float, bottom: float) -> Rect:
        """Return x0, y0, x1, y1 from the top left corner of the displayed page; may be outside 0..1."""
        x0, x1 = (left - self.left) / self.width, (right - self.left) / self.width
        y0, y1 = (self.top - top) / self.height, (self.top - bottom) / self.height
        if self.quarter_turns == 1:
            return 1 - y1, x0, 1 - y0, x1
        if self.quarter_turns == 2:
            return 1 - x1, 1 - y1, 1 - x0, 1 - y0
        if self.quarter_turns == 3:
            return y0, 1 - x1, y1, 1 - x0
        return x0, y0, x1, y1


class TextPage:
    """A page's text layer. ``text`` is pdfium's, with U+FFFD for each glyph without a Unicode value."""

    def __init__(self, page: Any) -> None:
        self._handle = pdfium.FPDFText_LoadPage(page)
        count = max(0, pdfium.FPDFText_CountChars(self._handle)) if self._handle else 0
        self.text = self._read(count) if count else ""

    def words(
        self, transform: PageTransform, *, has_invisible: bool = False, keeps_invisible: bool = False
    ) -> list[PlacedWord]:
        """Return the words on the displayed page, in file order, clipped to it.

        Invisible words are kept with lower confidence or left out; without ``has_invisible`` render modes are not
        checked.
        """
        words: list[PlacedWord] = []
        for match in _WORD.finditer(self.text):
            word = without_outer_garbage(match.group())
            is_invisible = has_invisible and self._is_invisible(match.start())
            if not word or (is_invisible and not keeps_invisible):
                continue
            box = self._box(match.start(), match.end() - 1)
            clipped = _clip(transform.place(*box)) if box else None
            if clipped:
                words.append((word.translate(_MARKS), *clipped, HIDDEN_CONFIDENCE if is_invisible else 1.0))
        return words

    def close(self) -> None:
        if self._handle:
            pdfium.FPDFText_ClosePage(self._handle)

    def _read(self, count: int) -> str:
        """Return one character for each of ``count`` glyphs; pdfium leaves out glyphs without a Unicode value."""
        buffer = (c_ushort * (2 * count + 1))()
        units = pdfium.FPDFText_GetText(self._handle, 0, count, buffer)
        text = bytes(memoryview(buffer).cast("B")[: 2 * max(0, units - 1)]).decode("utf-16-le", "replace")
        if len(text) == count:
            return text
        indices = (pdfium.FPDFText_GetTextIndexFromCharIndex(self._handle, index) for index in range(count))
        return "".join(text[index] if 0 <= index < len(text) else UNKNOWN for index in indices)

    def _box(self, first: int, last: int) -> Rect | None:
        """Return left, top, right, bottom of a word by its first and last character."""
        start, end = _loose_box(self._handle, first), _loose_box(self._handle, last)
        if start is None or end is None:
            return None
        return min(start[0], end[0]), max(start[1], end[1]), max(start[2], end[2]), min(start[3], end[3])

    def _is_invisible(self, index: int) -> bool:
        owner = pdfium.FPDFText_GetTextObject(self._handle, index)
        return bool(owner) and pdfium.FPDFTextObj_GetTextRenderMode(owner) == pdfium.FPDF_TEXTRENDERMODE_INVISIBLE


def _loose_box(handle: Any, index: int) -> Rect | None:
    box = pdfium.FS_RECTF()
    if not pdfium.FPDFText_GetLooseCharBox(handle, index, box):
        return None
    return box.left, box.top, box.right, box.bottom


def _clip(box: Rect) -> Rect | None:
    """Clip a box to the page, or return None when its center is outside."""
    x0, y0, x1, y1 = box
    if not (0 <= (x0 + x1) / 2 <= 1 and 0 <= (y0 + y1) / 2 <= 1):
        return None
    return (
        round(max(0.0, x0), _PRECISION),
        round(max(0.0, y0), _PRECISION),
        round(min(1.0, x1), _PRECISION),
        round(min(1.0, y1), _PRECISION),
    )
