"""Words of a PDF page with their boxes. Runs in the child."""

import itertools
import re
from collections.abc import Callable, Iterator
from ctypes import c_ushort
from typing import Any

from billhook.adapters.sandbox import pdfium
from billhook.adapters.sandbox.char_boxes import CharBoxes, Edges
from billhook.adapters.sandbox.text_layer_quality import HYPHENS, UNKNOWN, without_outer_garbage

# A hyphen mark ends its word: the text after it is on the next line.
_WORD = re.compile(rf"[^\s{HYPHENS}]+[{HYPHENS}]?|[{HYPHENS}]")
_MARKS = str.maketrans(dict.fromkeys(HYPHENS, "-"))
_PRECISION = 5

# A colon between a label of two letters or more and its value.
_LABEL_COLON = re.compile(r"(?<=[^\W\d_][^\W\d_]):(?=\d|[^\W_]{3})")
_CENTS = re.compile(r"\d\d")
_LABEL = re.compile(r"[^\W\d_]{2}:?$")
_VALUE = re.compile(r"[\d$€£₹][\d.,/-]{2}")

SAME_SIZE = 0.88
"""Ratio of the heights of two characters of one font size."""

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
    """A page's text layer. ``text`` is as pdfium orders it, with U+FFFD for each glyph without a Unicode value."""

    def __init__(self, page: Any) -> None:
        self._handle = pdfium.FPDFText_LoadPage(page)
        count = max(0, pdfium.FPDFText_CountChars(self._handle)) if self._handle else 0
        self.text = self._read(count) if count else ""
        self.chars = CharBoxes(self._handle)

    def words(
        self,
        transform: PageTransform,
        *,
        has_invisible: bool = False,
        keeps_invisible: bool = False,
        hides: Callable[[Edges, int | None], bool] | None = None,
    ) -> list[PlacedWord]:
        """Return the words on the displayed page, in file order, clipped to it.

        Words of an invisible render mode are kept with lower confidence or left out; without ``has_invisible`` render
        modes are not checked. ``hides`` decides by box and text object which other words cannot be seen.
        """
        words: list[PlacedWord] = []
        for first, text, box in self._runs():
            word = without_outer_garbage(text)
            is_invisible = has_invisible and self._is_invisible(first)
            if not word or (is_invisible and not keeps_invisible) or _is_tiny(box, len(word)):
                continue
            if hides and hides(box, pdfium.FPDFText_GetTextObject(self._handle, first)):
                continue
            if clipped := _clip(transform.place(*box)):
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

    def _runs(self) -> Iterator[tuple[int, str, Edges]]:
        """Yield index of the first character, text and box of each run without blanks.

        A run ends after a colon between a label and its value, and where the font size changes for another number.
        """
        chars = self.chars
        for match in _WORD.finditer(self.text):
            begin, end = match.span()
            for first, last in _split_at_colons(self.text, begin, end) if ":" in match.group() else ((begin, end - 1),):
                start, stop = chars[first], chars[last]
                if start is None or stop is None:
                    continue
                at = self._size_change(first, last) if last - first > 1 and _differ_in_size(start, stop) else None
                if at is None:
                    yield first, self.text[first : last + 1], _union(start, stop)
                    continue
                yield first, self.text[first:at], _union(start, chars[at - 1] or start)
                yield at, self.text[at : last + 1], _union(chars[at] or stop, stop)

    def _size_change(self, first: int, last: int) -> int | None:
        """Return where cents, or a value after its label, begin in another font size."""
        boxes = [self.chars[index] for index in range(first, last + 1)]
        for at, (box, following) in enumerate(itertools.pairwise(boxes), first + 1):
            if box and following and _differ_in_size(box, following):
                head, tail = self.text[first:at], self.text[at : last + 1]
                is_cents = head[-1:].isdigit() and _CENTS.fullmatch(tail) and _is_raised(box, following)
                return at if is_cents or (_VALUE.match(tail) and _LABEL.search(head)) else None
        return None

    def _is_invisible(self, index: int) -> bool:
        owner = pdfium.FPDFText_GetTextObject(self._handle, index)
        return bool(owner) and pdfium.FPDFTextObj_GetTextRenderMode(owner) == pdfium.FPDF_TEXTRENDERMODE_INVISIBLE


def _split_at_colons(text: str, begin: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield first and last index of each part; the colon between a label and its value ends the label."""
    for match in _LABEL_COLON.finditer(text, begin, end):
        yield begin, match.start()
        begin = match.end()
    yield begin, end - 1


def _differ_in_size(box: Edges, other: Edges) -> bool:
    height, other_height = box[1] - box[3], other[1] - other[3]
    return min(height, other_height) < SAME_SIZE * max(height, other_height)


def _is_raised(box: Edges, following: Edges) -> bool:
    """Whether a character is smaller and higher than the one before it."""
    height = box[1] - box[3]
    return following[1] - following[3] < SAME_SIZE * height and following[3] > box[3] + 0.05 * height


def _union(box: Edges, other: Edges) -> Edges:
    return min(box[0], other[0]), max(box[1], other[1]), max(box[2], other[2]), min(box[3], other[3])


def _is_tiny(box: Edges, length: int) -> bool:
    """Whether text is too small to be read: less than a point high, or of a narrow character, wide."""
    return min(box[2] - box[0], box[1] - box[3]) < (1.0 if length > 1 else 0.6)


def _clip(box: Rect) -> Rect | None:
    """Clip a box to the page, or return None when its center is outside."""
    x0, y0, x1, y1 = box
    if x0 < 0 or y0 < 0 or x1 > 1 or y1 > 1:
        if not (0 <= (x0 + x1) / 2 <= 1 and 0 <= (y0 + y1) / 2 <= 1):
            return None
        x0, y0, x1, y1 = max(0.0, x0), max(0.0, y0), min(1.0, x1), min(1.0, y1)
    return round(x0, _PRECISION), round(y0, _PRECISION), round(x1, _PRECISION), round(y1, _PRECISION)
