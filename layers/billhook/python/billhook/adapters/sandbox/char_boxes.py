"""Boxes of single characters of a PDF page, in page coordinates. Runs in the child."""

from ctypes import byref, c_double
from math import hypot
from typing import Any

from billhook.adapters.sandbox import pdfium

Edges = tuple[float, float, float, float]
"""Left, top, right, bottom in page coordinates, y upwards."""

MAX_HEIGHT = 2.0
MIN_HEIGHT = 0.4
"""Bounds of ascent plus descent in em. Font descriptors outside them are wrong."""

ASCENT, DESCENT = 0.95, 0.25
"""In em, where the font's own figures are wrong."""

_STEPS = 10
"""Heights are told apart by tenths of a point."""

_MAX_GLYPH = 1.3
"""Height of the tallest glyph in em. A larger one shows that the font size is no em, as in some Type 3 fonts."""


class CharBoxes:
    """Boxes from ascent to descent and from advance to advance.

    pdfium takes ascent and descent from the font descriptor, which is absurd in some subset fonts. Characters of one
    font and size have one height, so each height is checked once a page.
    """

    def __init__(self, handle: Any) -> None:
        self._handle = handle
        self._is_sane: dict[tuple[int, bool], bool] = {}
        self._rect = pdfium.FS_RECTF()
        self._edges = tuple(c_double() for _ in range(4))
        self._edge_references = tuple(byref(edge) for edge in self._edges)

    def __getitem__(self, index: int) -> Edges | None:
        rect = self._rect
        if not pdfium.FPDFText_GetLooseCharBox(self._handle, index, rect):
            return None
        loose = left, top, right, bottom = rect.left, rect.top, rect.right, rect.bottom
        height = top - bottom
        key = int(_STEPS * height), right - left > 3 * height
        is_sane = self._is_sane.get(key)
        if is_sane is None:
            is_sane = self._is_sane[key] = self._fits_font_size(index, loose)
        return loose if is_sane else self._by_origin(index, loose)

    def glyph(self, index: int) -> Edges:
        """Return the box of the glyph's outline."""
        pdfium.FPDFText_GetCharBox(self._handle, index, *self._edge_references)
        left, right, bottom, top = (edge.value for edge in self._edges)
        return left, top, right, bottom

    def is_upright(self, index: int) -> bool:
        """Whether the character stands upright on the page."""
        up_x, up_y = self._em(index)
        return up_y > abs(up_x)

    def _fits_font_size(self, index: int, loose: Edges) -> bool:
        up_x, up_y = self._em(index)
        across = loose[1] - loose[3] if abs(up_y) >= abs(up_x) else loose[2] - loose[0]
        return MIN_HEIGHT <= across / (hypot(up_x, up_y) or 1.0) <= MAX_HEIGHT

    def _by_origin(self, index: int, loose: Edges) -> Edges:
        """Return the box with usual ascent and descent around the baseline, or the glyph's where there is no em."""
        up_x, up_y = self._em(index)
        glyph = self.glyph(index)
        is_upright = abs(up_y) >= abs(up_x)
        extent = glyph[1] - glyph[3] if is_upright else glyph[2] - glyph[0]
        if extent > _MAX_GLYPH * hypot(up_x, up_y):
            return glyph if loose[1] - loose[3] > MAX_HEIGHT * extent else loose
        x, y = c_double(), c_double()
        pdfium.FPDFText_GetCharOrigin(self._handle, index, byref(x), byref(y))
        if is_upright:
            ends = y.value + ASCENT * up_y, y.value - DESCENT * up_y
            return loose[0], max(ends), loose[2], min(ends)
        ends = x.value + ASCENT * up_x, x.value - DESCENT * up_x
        return min(ends), loose[1], max(ends), loose[3]

    def _em(self, index: int) -> tuple[float, float]:
        """Return the vector of one em upwards in the direction of the glyph."""
        matrix = pdfium.FS_MATRIX()
        pdfium.FPDFText_GetMatrix(self._handle, index, matrix)
        size = pdfium.FPDFText_GetFontSize(self._handle, index)
        return matrix.c * size, matrix.d * size
