"""Whether text of a PDF page can be seen: not covered, not the colour of its background, not clipped.

Runs in the child. All boxes are in page coordinates.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from billhook.adapters.sandbox import pdfium
from billhook.adapters.sandbox.page_objects import (
    Color,
    Edges,
    Matrix,
    clip_of,
    fill_color,
    has_plain_clip,
    is_inside,
    is_rectangle,
)

WHITE: Color = (255, 255, 255)
MIN_CONTRAST = 12
"""Of 255 in one channel; less cannot be seen."""

MIN_COVER_SIDE = 3.0
"""In points. Thinner areas are rules."""

BAND = 24.0
"""Height in points of the bands in which areas are looked up."""

_MAX_BANDS = 200


@dataclass(frozen=True, slots=True)
class Area:
    """A filled path or an image; ``color`` is None where it is not one colour. ``order`` is that of painting."""

    order: int
    box: Edges
    color: Color | None
    handle: Any
    matrix: Matrix | None

    def contains(self, x: float, y: float) -> bool:
        left, top, right, bottom = self.box
        return left <= x <= right and bottom <= y <= top


class TextVisibility:
    """Collects text and areas in paint order, then answers for words."""

    def __init__(self) -> None:
        self._areas: dict[int, list[Area]] = defaultdict(list)
        self._colors: set[Color] = {WHITE}
        self._orders: dict[int, int] = {}
        self._faint: dict[int, Color] = {}
        self._clips: dict[int, Edges] = {}
        self._has_covers = False

    @property
    def has_suspects(self) -> bool:
        """Whether any word may be invisible."""
        return self._has_covers or bool(self._faint or self._clips)

    def add_text(self, order: int, item: Any, matrix: Matrix | None, *, is_filled: bool) -> None:
        """Take a text object; ``is_filled`` if its glyphs are painted as areas only."""
        self._orders[item] = order
        if is_filled and (color := fill_color(item)) and self._is_background(color):
            self._faint[item] = color
        if clip := clip_of(item, matrix):
            self._clips[item] = clip

    def add_area(self, area: Area) -> None:
        """Take an area that may cover earlier text or be the background of later text."""
        left, top, right, bottom = area.box
        if min(right - left, top - bottom) < MIN_COVER_SIDE:
            return
        first, last = int(bottom // BAND), int(top // BAND)
        for band in range(first, min(last, first + _MAX_BANDS) + 1):
            self._areas[band].append(area)
        if area.color:
            self._colors.add(area.color)
        self._has_covers |= bool(self._orders)

    def hides(self, box: Edges, item: int | None) -> bool:
        """Whether a word of the text object ``item`` cannot be seen; ``box`` is the word's."""
        order = self._orders.get(item) if item else None
        if order is None or item is None:
            return False
        clip = self._clips.get(item)
        if clip and not _overlap(_core(box), clip):
            return True
        x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
        color = self._faint.get(item)
        if color is None and not self._has_covers:
            return False
        areas = [area for area in self._areas.get(int(y // BAND), ()) if area.contains(x, y)]
        if any(area.order > order and _covers(area, box) for area in areas):
            return True
        return color is not None and not _contrasts(color, box, [area for area in areas if area.order < order])

    def _is_background(self, color: Color) -> bool:
        return color in self._colors or min(color) > min(WHITE) - MIN_CONTRAST


def _covers(area: Area, box: Edges) -> bool:
    """Whether an area painted later leaves nothing to see of a word."""
    return area.color is not None and _fills(area, box)


def _fills(area: Area, box: Edges) -> bool:
    """Whether an area is painted wherever the word is: it is a rectangle, and its clip leaves the place."""
    if not is_inside(_core(box), area.box) or not is_rectangle(area.handle):
        return False
    if pdfium.FPDFPageObj_HasTransparency(area.handle) or not has_plain_clip(area.handle):
        return False
    clip = clip_of(area.handle, area.matrix)
    return clip is None or is_inside(_core(box), clip)


def _core(box: Edges) -> Edges:
    """Return the middle of a word's box: glyphs rarely fill it."""
    left, top, right, bottom = box
    height = top - bottom
    return left + 0.05 * (right - left), top - 0.25 * height, right - 0.05 * (right - left), bottom + 0.25 * height


def _overlap(box: Edges, other: Edges) -> bool:
    return box[0] < other[2] and other[0] < box[2] and box[3] < other[1] and other[3] < box[1]


def _contrasts(color: Color, box: Edges, areas: Sequence[Area]) -> bool:
    """Whether text of a colour shows on the last of the areas below it, or on white paper.

    It may show on areas of several colours and where a shape is not a plain rectangle.
    """
    background: Color | None = WHITE
    if areas:
        last = max(areas, key=lambda area: area.order)
        background = last.color if last.color and _fills(last, box) else None
    return background is None or any(abs(a - b) > MIN_CONTRAST for a, b in zip(color, background, strict=True))
