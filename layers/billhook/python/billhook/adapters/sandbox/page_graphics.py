"""What a PDF page paints besides text, and whether its text can be seen. Runs in the child."""

from collections.abc import Iterator
from ctypes import byref, c_float, c_ubyte
from typing import Any

from billhook.adapters.sandbox import pdfium
from billhook.adapters.sandbox.text import PageTransform, Rect
from billhook.adapters.sandbox.text_layer_quality import FULL_PICTURE

MOST_OBJECTS = 20_000
DEEPEST_FORM = 4
_PAINTED_ANNOTATIONS = (pdfium.FPDF_ANNOT_WIDGET, pdfium.FPDF_ANNOT_FREETEXT, pdfium.FPDF_ANNOT_STAMP)
_UNPAINTED = (pdfium.FPDF_TEXTRENDERMODE_INVISIBLE, pdfium.FPDF_TEXTRENDERMODE_CLIP)

_INK_SHARE = 0.0002
_INK_SAMPLE = 7
_LEVELS = 16
_FARTHEST_PAPER = 2
_TO_LEVELS = bytes(level * _LEVELS // 256 for level in range(256))


class PageGraphics:
    """``picture``: the share of the page that pictures cover, 0..1. ``is_hidden``: no text is painted above
    them where it could be seen. ``has_invisible``: some text is there for machines only.
    """

    def __init__(self, page: Any, view: PageTransform) -> None:
        self.picture, self.has_invisible = 0.0, False
        visible = 0
        for kind, item, owner in _objects(page):
            if kind == pdfium.FPDF_PAGEOBJ_TEXT:
                is_painted = pdfium.FPDFTextObj_GetTextRenderMode(item) not in _UNPAINTED
                visible += is_painted
                self.has_invisible |= not is_painted
            elif kind == pdfium.FPDF_PAGEOBJ_IMAGE:
                share = _share(owner, view)
                covers_at_last = self.picture < FULL_PICTURE <= self.picture + share
                self.picture = min(1.0, self.picture + share)
                if (share >= FULL_PICTURE or covers_at_last) and not pdfium.FPDFPageObj_HasTransparency(item):
                    visible = 0
        self.is_hidden = visible == 0


def has_ink(pixels: bytes) -> bool:
    """Whether gray pixels show anything but paper; a few specks are none. Looks at every seventh."""
    sample = pixels[::_INK_SAMPLE].translate(_TO_LEVELS)
    counts = [sample.count(level) for level in range(_LEVELS)]
    paper = counts.index(max(counts))
    ink = sum(count for level, count in enumerate(counts) if abs(level - paper) > _FARTHEST_PAPER)
    return ink > _INK_SHARE * len(sample)


def is_empty(page: Any) -> bool:
    """Whether nothing is painted on the page at all."""
    return bool(pdfium.FPDFPage_CountObjects(page) == 0)


def paints_annotations(page: Any) -> bool:
    """Whether form fields, stamps or typed notes show something that is not part of the page's own content."""
    for index in range(min(MOST_OBJECTS, pdfium.FPDFPage_GetAnnotCount(page))):
        annotation = pdfium.FPDFPage_GetAnnot(page, index)
        kind = pdfium.FPDFAnnot_GetSubtype(annotation)
        pdfium.FPDFPage_CloseAnnot(annotation)
        if kind in _PAINTED_ANNOTATIONS:
            return True
    return False


def render(page: Any, width: int, height: int) -> bytes:
    """The displayed page in ``width`` x ``height`` gray pixels, one byte each, row by row."""
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
    """Kind and handle of what is painted, in order, those inside forms too; and the outermost owner of each."""
    left = MOST_OBJECTS

    def walk(count: int, get: Any, parent: Any, owner: Any, depth: int) -> Iterator[tuple[int, Any, Any]]:
        nonlocal left
        for index in range(min(count, left)):
            left -= 1
            item = get(parent, index)
            kind = pdfium.FPDFPageObj_GetType(item)
            if kind == pdfium.FPDF_PAGEOBJ_FORM and depth < DEEPEST_FORM:
                inside = pdfium.FPDFFormObj_CountObjects(item)
                yield from walk(inside, pdfium.FPDFFormObj_GetObject, item, owner or item, depth + 1)
            else:
                yield kind, item, owner or item

    yield from walk(pdfium.FPDFPage_CountObjects(page), pdfium.FPDFPage_GetObject, page, None, 0)


def _share(item: Any, view: PageTransform) -> float:
    """How much of the displayed page the bounds of an object cover."""
    left, bottom, right, top = c_float(), c_float(), c_float(), c_float()
    if not pdfium.FPDFPageObj_GetBounds(item, byref(left), byref(bottom), byref(right), byref(top)):
        return 0.0
    x0, y0, x1, y1 = _inside(view.place(left.value, top.value, right.value, bottom.value))
    return (x1 - x0) * (y1 - y0)


def _inside(box: Rect) -> Rect:
    x0, y0, x1, y1 = (min(1.0, max(0.0, edge)) for edge in box)
    return x0, y0, x1, y1
