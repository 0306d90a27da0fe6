"""Images and text visibility of a PDF page, and its rendering. Runs in the child."""

from collections.abc import Iterator
from ctypes import byref, c_float, c_ubyte
from typing import Any

from billhook.adapters.sandbox import pdfium
from billhook.adapters.sandbox.text import PageTransform, Rect
from billhook.adapters.sandbox.text_layer_quality import FULL_IMAGE_SHARE

MAX_OBJECTS = 20_000
MAX_FORM_DEPTH = 4
_PAINTED_ANNOTATIONS = (pdfium.FPDF_ANNOT_WIDGET, pdfium.FPDF_ANNOT_FREETEXT, pdfium.FPDF_ANNOT_STAMP)
_UNPAINTED = (pdfium.FPDF_TEXTRENDERMODE_INVISIBLE, pdfium.FPDF_TEXTRENDERMODE_CLIP)

_INK_SHARE = 0.0002
_INK_SAMPLE = 7
_LEVELS = 16
_MAX_PAPER_DISTANCE = 2
_TO_LEVELS = bytes(level * _LEVELS // 256 for level in range(256))


class PageGraphics:
    """Graphics of a page.

    ``image_share``: the share of the page that images cover, 0..1. ``is_hidden``: no visible text is painted above
    them. ``has_invisible``: some text has an invisible render mode, as OCR layers have.
    """

    def __init__(self, page: Any, transform: PageTransform) -> None:
        self.image_share, self.has_invisible = 0.0, False
        visible = 0
        for kind, item, owner in _objects(page):
            if kind == pdfium.FPDF_PAGEOBJ_TEXT:
                is_painted = pdfium.FPDFTextObj_GetTextRenderMode(item) not in _UNPAINTED
                visible += is_painted
                self.has_invisible |= not is_painted
            elif kind == pdfium.FPDF_PAGEOBJ_IMAGE:
                share = _page_share(owner, transform)
                completes_cover = self.image_share < FULL_IMAGE_SHARE <= self.image_share + share
                self.image_share = min(1.0, self.image_share + share)
                if (share >= FULL_IMAGE_SHARE or completes_cover) and not pdfium.FPDFPageObj_HasTransparency(item):
                    visible = 0
        self.is_hidden = visible == 0


def has_ink(pixels: bytes) -> bool:
    """Whether gray pixels show more than paper and a few specks, in a sample of every seventh pixel."""
    sample = pixels[::_INK_SAMPLE].translate(_TO_LEVELS)
    counts = [sample.count(level) for level in range(_LEVELS)]
    paper = counts.index(max(counts))
    ink = sum(count for level, count in enumerate(counts) if abs(level - paper) > _MAX_PAPER_DISTANCE)
    return ink > _INK_SHARE * len(sample)


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


def render(page: Any, width: int, height: int) -> bytes:
    """Render the displayed page to ``width`` x ``height`` gray pixels, one byte each, row by row."""
    pixels = (c_ubyte * (width * height))()
    bitmap = pdfium.FPDFBitmap_CreateEx(width, height, pdfium.FPDFBitmap_Gray, pixels, width)
    if not bitmap:
        raise MemoryError
    try:
        pdfium.FPDFBitmap_FillRect(bitmap, 0, 0, width, height, 0xFFFFFFFF)
        pdfium.FPDF_RenderPageBitmap(bitmap, page, 0, 0, width, height, 0, pdfium.FPDF_ANNOT)
    finally:
        pdfium.FPDFBitmap_Destroy(bitmap)
    return bytes(pixels)


def _objects(page: Any) -> Iterator[tuple[int, Any, Any]]:
    """Yield type, handle and outermost owner of each graphics object, in paint order, inside forms too."""
    remaining = MAX_OBJECTS

    def walk(count: int, get: Any, parent: Any, owner: Any, depth: int) -> Iterator[tuple[int, Any, Any]]:
        nonlocal remaining
        for index in range(min(count, remaining)):
            remaining -= 1
            item = get(parent, index)
            kind = pdfium.FPDFPageObj_GetType(item)
            if kind == pdfium.FPDF_PAGEOBJ_FORM and depth < MAX_FORM_DEPTH:
                inside = pdfium.FPDFFormObj_CountObjects(item)
                yield from walk(inside, pdfium.FPDFFormObj_GetObject, item, owner or item, depth + 1)
            else:
                yield kind, item, owner or item

    yield from walk(pdfium.FPDFPage_CountObjects(page), pdfium.FPDFPage_GetObject, page, None, 0)


def _page_share(item: Any, transform: PageTransform) -> float:
    """Return the share of the displayed page that an object's bounds cover."""
    left, bottom, right, top = c_float(), c_float(), c_float(), c_float()
    if not pdfium.FPDFPageObj_GetBounds(item, byref(left), byref(bottom), byref(right), byref(top)):
        return 0.0
    x0, y0, x1, y1 = _inside(transform.place(left.value, top.value, right.value, bottom.value))
    return (x1 - x0) * (y1 - y0)


def _inside(box: Rect) -> Rect:
    x0, y0, x1, y1 = (min(1.0, max(0.0, edge)) for edge in box)
    return x0, y0, x1, y1
