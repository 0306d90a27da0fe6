"""Regions of a page that show glyphs without text: letters drawn as paths. Pure; runs in the child."""

from collections import Counter
from collections.abc import Iterable, Iterator

from billhook.adapters.sandbox.text import Rect

CELL = 12.0
"""Side of a grid cell in points, about a line of text."""

MIN_WEIGHT = 2
MIN_CELLS = 2
FULL_PAGE_CELLS = 60
"""As many cells with glyphs as some five lines of text have."""

MAX_GLYPH_HEIGHT = 45.0
MAX_PATH_CELLS = 120

GLYPH_SEGMENTS = 8
"""Simpler paths are rules, boxes and bars."""

GLYPH_WEIGHT, SPECK_WEIGHT = 2, 1
MAX_SPECK = 15.0
MAX_SPECK_HEIGHT = 1.0
"""Glyphs may also be drawn as rows of thin rectangles, several in a cell."""

Cell = tuple[int, int]


class OutlineGrid:
    """Counts glyph-like paths per cell of the displayed page."""

    def __init__(self, width: float, height: float) -> None:
        self._width, self._height = width, height
        self._weights: Counter[Cell] = Counter()

    def add(self, box: Rect, weight: int) -> None:
        """Count a path; ``box`` in fractions of the page."""
        cells = list(self._cells(box))
        if len(cells) <= MAX_PATH_CELLS:
            for cell in cells:
                self._weights[cell] += weight

    def cells(self, words: Iterable[Rect]) -> set[Cell]:
        """Return the cells with glyphs but no word."""
        marked = {cell for cell, weight in self._weights.items() if weight >= MIN_WEIGHT}
        if marked:
            for word in words:
                marked.difference_update(self._cells(word))
                if not marked:
                    break
        return marked

    def regions(self, cells: set[Cell]) -> list[Rect]:
        """Return the boxes of groups of neighbouring cells, in fractions of the page."""
        left = set(cells)
        regions = []
        while left:
            group = _group(left.pop(), left)
            left -= group
            if len(group) >= MIN_CELLS:
                regions.append(self._box(group))
        return regions

    def _cells(self, box: Rect) -> Iterator[Cell]:
        x0, y0, x1, y1 = box
        for column in range(int(x0 * self._width // CELL), int(x1 * self._width // CELL) + 1):
            for row in range(int(y0 * self._height // CELL), int(y1 * self._height // CELL) + 1):
                yield column, row

    def _box(self, group: set[Cell]) -> Rect:
        columns, rows = [column for column, _ in group], [row for _, row in group]
        return (
            max(0.0, min(columns) * CELL / self._width),
            max(0.0, min(rows) * CELL / self._height),
            min(1.0, (max(columns) + 1) * CELL / self._width),
            min(1.0, (max(rows) + 1) * CELL / self._height),
        )


def _group(seed: Cell, cells: set[Cell]) -> set[Cell]:
    """Return the cells connected with ``seed``, two columns and one row apart at most."""
    group, pending = {seed}, [seed]
    while pending:
        column, row = pending.pop()
        near = {(column + x, row + y) for x in (-2, -1, 0, 1, 2) for y in (-1, 0, 1)}
        neighbours = (near & cells) - group
        group |= neighbours
        pending.extend(neighbours)
    return group
