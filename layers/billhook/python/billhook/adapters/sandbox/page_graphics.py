"""Images and text visibility of a PDF page, and its rendering. Runs in the child."""

from collections.abc import Sequence
from ctypes import c_ubyte
from typing import Any

from billhook.adapters.sandbox import pdfium
from billhook.adapters.sandbox.code_regions import CodeRegions
from billhook.adapters.sandbox.outlines import (
    GLYPH_SEGMENTS,
    GLYPH_WEIGHT,
    MAX_GLYPH_HEIGHT,
    MAX_SPECK,
    MAX_SPECK_HEIGHT,
    SPECK_WEIGHT,
    Cell,
    OutlineGrid,
)
from billhook.adapters.sandbox.page_objects import MAX_OBJECTS, Matrix, bounds_of, fill_color, is_filled, objects_of
from billhook.adapters.sandbox.text import PageTransform, Rect
from billhook.adapters.sandbox.text_layer_quality import FULL_IMAGE_SHARE, LARGE_IMAGE_SHARE
from billhook.adapters.sandbox.text_visibility import MIN_COVER_SIDE, Area, TextVisibility

MIN_IMAGE_WIDTH, MIN_IMAGE_HEIGHT = 14.0, 6.0
"""In points. Smaller images are dots, rules and icons."""

MAX_REGIONS = 40
_TOUCHING = 0.004
_MIN_BACKGROUND_WIDTH = 6.0
_PAINTED_ANNOTATIONS = (pdfium.FPDF_ANNOT_WIDGET, pdfium.FPDF_ANNOT_FREETEXT, pdfium.FPDF_ANNOT_STAMP)
_UNPAINTED = (pdfium.FPDF_TEXTRENDERMODE_INVISIBLE, pdfium.FPDF_TEXTRENDERMODE_CLIP)

_INK_SHARE = 0.0002
_INK_SAMPLE = 7
_PAPER_SAMPLE = 31
_LEVELS = 16
_MAX_PAPER_DISTANCE = 2
_TO_LEVELS = bytes(level * _LEVELS // 256 for level in range(256))


class PageGraphics:
    """Graphics of a page.

    ``image_share``: the share of the page that images cover, 0..1. ``is_hidden``: no visible text is painted above
    them. ``has_invisible``: some text has an invisible render mode, as OCR layers have. ``visibility`` answers whether
    a word can be seen.
    """

    def __init__(self, page: Any, transform: PageTransform) -> None:
        self.image_share, self.has_invisible = 0.0, False
        self.visibility = TextVisibility()
        self._images: list[Rect] = []
        self._outlines = OutlineGrid(*transform.displayed_size)
        self._codes = CodeRegions(*transform.displayed_size)
        self._transform = transform
        visible = 0
        for order, (kind, item, owner, matrix) in enumerate(objects_of(page)):
            if kind == pdfium.FPDF_PAGEOBJ_TEXT:
                mode = pdfium.FPDFTextObj_GetTextRenderMode(item)
                is_painted = mode not in _UNPAINTED
                visible += is_painted
                self.has_invisible |= not is_painted
                if is_painted:
                    self.visibility.add_text(order, item, matrix, is_filled=mode == pdfium.FPDF_TEXTRENDERMODE_FILL)
            elif kind == pdfium.FPDF_PAGEOBJ_PATH:
                self._add_path(order, item, matrix)
            elif kind == pdfium.FPDF_PAGEOBJ_SHADING:
                self._add_image(order, item, matrix, is_page=True)
            elif kind == pdfium.FPDF_PAGEOBJ_IMAGE:
                share = _page_share(owner, transform)
                completes_cover = self.image_share < FULL_IMAGE_SHARE <= self.image_share + share
                self.image_share = min(1.0, self.image_share + share)
                if (share >= FULL_IMAGE_SHARE or completes_cover) and not pdfium.FPDFPageObj_HasTransparency(item):
                    visible = 0
                self._add_image(order, item, matrix, is_page=share >= LARGE_IMAGE_SHARE)
        self.is_hidden = visible == 0

    def code_regions(self) -> list[Rect]:
        """Return the boxes of what may be a code."""
        return self._codes.boxes()

    def outlined_cells(self, words: Sequence[Rect]) -> set[Cell]:
        """Return the cells of the page that show glyphs drawn as paths, without a word."""
        return self._outlines.cells(words)

    def wordless_regions(self, words: Sequence[Rect], outlined: set[Cell]) -> list[Rect]:
        """Return the boxes of images without a word and those of ``outlined`` cells."""
        images = [box for box in self._images if not any(_has_center(box, word) for word in words)]
        return merged_boxes([*images, *self._outlines.regions(outlined)])

    def _add_path(self, order: int, item: Any, matrix: Matrix | None) -> None:
        box = bounds_of(item, matrix)
        if box is None:
            return
        width, height = box[2] - box[0], box[1] - box[3]
        if self._codes.is_candidate(width, height):
            self._codes.add_path(self._transform.place(*box), pdfium.FPDFPath_CountSegments(item))
        if height <= MAX_SPECK_HEIGHT:
            if width <= MAX_SPECK:
                self._outlines.add(self._transform.place(*box), SPECK_WEIGHT)
            return
        if width < MIN_COVER_SIDE or not is_filled(item):
            return
        is_glyph = height <= MAX_GLYPH_HEIGHT and pdfium.FPDFPath_CountSegments(item) >= GLYPH_SEGMENTS
        if is_glyph:
            self._outlines.add(self._transform.place(*box), GLYPH_WEIGHT)
        if not is_glyph or width >= _MIN_BACKGROUND_WIDTH:
            self.visibility.add_area(Area(order, box, fill_color(item), item, matrix))

    def _add_image(self, order: int, item: Any, matrix: Matrix | None, *, is_page: bool) -> None:
        box = bounds_of(item, matrix)
        if box is None:
            return
        self.visibility.add_area(Area(order, box, None, item, matrix))
        self._codes.add_image(_inside(self._transform.place(*box)))
        if not is_page and box[2] - box[0] >= MIN_IMAGE_WIDTH and box[1] - box[3] >= MIN_IMAGE_HEIGHT:
            self._images.append(_inside(self._transform.place(*box)))


def merged_boxes(boxes: Sequence[Rect]) -> list[Rect]:
    """Return the boxes with those that touch made one; the largest few."""
    merged: list[Rect] = []
    for box in sorted(boxes):
        near = [other for other in merged if _touch(box, other)]
        merged = [other for other in merged if other not in near]
        x0, y0, x1, y1 = zip(box, *near, strict=True)
        merged.append((min(x0), min(y0), max(x1), max(y1)))
    return sorted(merged, key=_area, reverse=True)[:MAX_REGIONS]


def has_ink(pixels: bytes) -> bool:
    """Whether gray pixels show more than paper and a few specks, in a sample of every seventh pixel."""
    sample = pixels[::_INK_SAMPLE]
    levels = sample[::_PAPER_SAMPLE].translate(_TO_LEVELS)
    counts = [levels.count(level) for level in range(_LEVELS)]
    paper = counts.index(max(counts))
    is_ink = bytes(abs(level - paper) > _MAX_PAPER_DISTANCE for level in _TO_LEVELS)
    return sample.translate(is_ink).count(1) > _INK_SHARE * len(sample)


def is_empty(page: Any) -> bool:
    """Whether the page has no graphics objects."""
    return bool(pdfium.FPDFPage_CountObjects(page) == 0)


def paints_annotations(page: Any) -> bool:
    """Whether form fields, stamps or text notes are displayed besides the page's content."""
    for index in range(min(MAX_OBJECTS, pdfium.FPDFPage_GetAnnotCount(page))):
        annotation = pdfium.FPDFPage_GetAnnot(page, index)
        kind = pdfium.FPDFAnnot_GetSubtype(annotation)
        pdfium.FPDFPage_CloseAnnot(annotation)
        if kind in _PAINTED_ANNOTATIONS:
            return True
    return False


def render(page: Any, width: int, height: int, part: tuple[int, int, int, int] | None = None) -> bytes:
    """Render the displayed page to ``width`` x ``height`` gray pixels, one byte each, row by row.

    Of ``part`` (left, top, right, bottom in pixels) only, if given.
    """
    whole = width, height
    left, top, right, bottom = part or (0, 0, width, height)
    width, height = right - left, bottom - top
    pixels = (c_ubyte * (width * height))()
    bitmap = pdfium.FPDFBitmap_CreateEx(width, height, pdfium.FPDFBitmap_Gray, pixels, width)
    if not bitmap:
        raise MemoryError
    try:
        pdfium.FPDFBitmap_FillRect(bitmap, 0, 0, width, height, 0xFFFFFFFF)
        pdfium.FPDF_RenderPageBitmap(bitmap, page, -left, -top, *whole, 0, pdfium.FPDF_ANNOT)
    finally:
        pdfium.FPDFBitmap_Destroy(bitmap)
    return bytes(pixels)


def _page_share(item: Any, transform: PageTransform) -> float:
    """Return the share of the displayed page that an object's bounds cover."""
    box = bounds_of(item, None)
    return _area(_inside(transform.place(*box))) if box else 0.0


def _area(box: Rect) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])


def _touch(box: Rect, other: Rect) -> bool:
    is_near = box[0] <= other[2] + _TOUCHING and other[0] <= box[2] + _TOUCHING
    return is_near and box[1] <= other[3] + _TOUCHING and other[1] <= box[3] + _TOUCHING


def _has_center(box: Rect, word: Rect) -> bool:
    x, y = (word[0] + word[2]) / 2, (word[1] + word[3]) / 2
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]


def _inside(box: Rect) -> Rect:
    x0, y0, x1, y1 = (min(1.0, max(0.0, edge)) for edge in box)
    return x0, y0, x1, y1
