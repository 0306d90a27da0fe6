"""Graphics objects of a PDF page: paint order, places, colours, clips. Runs in the child."""

from collections.abc import Iterable, Iterator
from ctypes import byref, c_float, c_int, c_uint
from itertools import islice, pairwise
from typing import Any

from billhook.adapters.sandbox import pdfium

MAX_OBJECTS = 20_000
MAX_FORM_DEPTH = 4

Color = tuple[int, int, int]
Edges = tuple[float, float, float, float]
"""Left, top, right, bottom in page coordinates, y upwards."""

Matrix = tuple[float, float, float, float, float, float]
PageObject = tuple[int, Any, Any, Matrix | None]
"""Type, handle, the outermost form that contains the object or the object itself, and the matrix of its forms."""

RECTANGLE_SEGMENTS = range(4, 7)
_SLACK = 0.5
_EDGES = tuple(c_float() for _ in range(4))
_EDGE_REFERENCES = tuple(byref(edge) for edge in _EDGES)
_CHANNELS = tuple(c_uint() for _ in range(4))
_CHANNEL_REFERENCES = tuple(byref(channel) for channel in _CHANNELS)
_MAX_CLIP_POINTS = 16


def objects_of(page: Any) -> Iterator[PageObject]:
    """Yield the graphics objects in paint order, inside forms too."""
    count = pdfium.FPDFPage_CountObjects(page)
    objects = _walk((pdfium.FPDFPage_GetObject(page, index) for index in range(min(count, MAX_OBJECTS))), None, None, 0)
    return islice(objects, MAX_OBJECTS)


def _walk(items: Iterable[Any], owner: Any, matrix: Matrix | None, depth: int) -> Iterator[PageObject]:
    for item in items:
        kind = pdfium.FPDFPageObj_GetType(item)
        if kind == pdfium.FPDF_PAGEOBJ_FORM and depth < MAX_FORM_DEPTH:
            yield from _walk(_inside(item), owner or item, _chained(_matrix_of(item), matrix), depth + 1)
        else:
            yield kind, item, owner or item, matrix


def _inside(form: Any) -> Iterator[Any]:
    count = pdfium.FPDFFormObj_CountObjects(form)
    return (pdfium.FPDFFormObj_GetObject(form, index) for index in range(min(count, MAX_OBJECTS)))


def bounds_of(item: Any, matrix: Matrix | None) -> Edges | None:
    """Return the bounding box of an object."""
    if not pdfium.FPDFPageObj_GetBounds(item, *_EDGE_REFERENCES):
        return None
    left, bottom, right, top = _EDGES
    box = left.value, top.value, right.value, bottom.value
    return box if matrix is None else _transformed(box, matrix)


def fill_color(item: Any) -> Color | None:
    """Return the fill colour of text or a path; None for patterns and colours that let the background through."""
    if not pdfium.FPDFPageObj_GetFillColor(item, *_CHANNEL_REFERENCES):
        return None
    red, green, blue, alpha = _CHANNELS
    return (red.value, green.value, blue.value) if alpha.value == 255 else None


def is_filled(path: Any) -> bool:
    """Whether a path is painted as an area."""
    mode, stroke = c_int(), c_int()
    return bool(pdfium.FPDFPath_GetDrawMode(path, byref(mode), byref(stroke)) and mode.value)


def is_rectangle(path: Any) -> bool:
    """Whether a path consists of the corners of its bounding box."""
    count = pdfium.FPDFPath_CountSegments(path)
    if count not in RECTANGLE_SEGMENTS:
        return False
    points = [_point(pdfium.FPDFPath_GetPathSegment(path, index)) for index in range(count)]
    xs, ys = {round(x, 1) for x, _ in points}, {round(y, 1) for _, y in points}
    return _span(xs) <= 2 and _span(ys) <= 2


def clip_of(item: Any, matrix: Matrix | None) -> Edges | None:
    """Return the box that the clip paths of an object leave, or None without clip paths."""
    clip = pdfium.FPDFPageObj_GetClipPath(item)
    count = pdfium.FPDFClipPath_CountPaths(clip) if clip else 0
    if count <= 0:
        return None
    boxes = [box for box in (_clip_box(clip, index) for index in range(count)) if box]
    if not boxes:
        return None
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return _transformed((max(lefts), min(tops), min(rights), max(bottoms)), matrix)


def has_plain_clip(item: Any) -> bool:
    """Whether the clip paths of an object are rectangles, as far as the number of their corners shows."""
    clip = pdfium.FPDFPageObj_GetClipPath(item)
    count = pdfium.FPDFClipPath_CountPaths(clip) if clip else 0
    return all(pdfium.FPDFClipPath_CountPathSegments(clip, index) in RECTANGLE_SEGMENTS for index in range(count))


def is_inside(inner: Edges, outer: Edges) -> bool:
    """Whether a box lies in another one, but for half a point."""
    is_wide = outer[0] - _SLACK <= inner[0] and inner[2] <= outer[2] + _SLACK
    return is_wide and outer[3] - _SLACK <= inner[3] and inner[1] <= outer[1] + _SLACK


def _clip_box(clip: Any, index: int) -> Edges | None:
    count = pdfium.FPDFClipPath_CountPathSegments(clip, index)
    if not 0 < count <= _MAX_CLIP_POINTS:
        return None
    points = [_point(pdfium.FPDFClipPath_GetPathSegment(clip, index, number)) for number in range(count)]
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return min(xs), max(ys), max(xs), min(ys)


def _point(segment: Any) -> tuple[float, float]:
    x, y = c_float(), c_float()
    pdfium.FPDFPathSegment_GetPoint(segment, byref(x), byref(y))
    return x.value, y.value


def _span(values: set[float]) -> int:
    """Count values that differ by more than rounding."""
    ordered = sorted(values)
    return 1 + sum(second - first > _SLACK for first, second in pairwise(ordered))


def _matrix_of(form: Any) -> Matrix | None:
    matrix = pdfium.FS_MATRIX()
    if not pdfium.FPDFPageObj_GetMatrix(form, byref(matrix)):
        return None
    return matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f


def _chained(inner: Matrix | None, outer: Matrix | None) -> Matrix | None:
    if inner is None or outer is None:
        return inner or outer
    a, b, c, d, e, f = inner
    g, h, i, j, k, m = outer
    return a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m


def _transformed(box: Edges, matrix: Matrix | None) -> Edges:
    if matrix is None:
        return box
    a, b, c, d, e, f = matrix
    corners = [(x, y) for x in (box[0], box[2]) for y in (box[1], box[3])]
    xs, ys = [a * x + c * y + e for x, y in corners], [b * x + d * y + f for x, y in corners]
    return min(xs), max(ys), max(xs), min(ys)
