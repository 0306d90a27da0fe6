"""Regions of a PDF page that may show a code: images, paths of many segments, and clusters of bars. Runs in the child.

Only these are rendered and searched on a page with a text layer, so that a page without them costs nothing.
"""

from collections import Counter
from collections.abc import Iterable, Iterator

from billhook.adapters.sandbox.text import Rect

MIN_WIDE, MIN_NARROW = 34.0, 12.0
"""The sides of a code in points at least: 12 mm of a matrix code or of the length of bars, 4 mm of their height."""

CELL = 36.0
MIN_BARS = 12
"""Bars or modules in a cell of half an inch; cells of tables and charts have fewer."""

MAX_BAR_WIDTH, MAX_BAR_LENGTH = 8.0, 120.0
BAR_SEGMENTS = 6
"""Bars and modules are rectangles, or lines; letters have more segments."""

SYMBOL_SEGMENTS = 150
"""A symbol that is drawn as one path has as many segments at least."""

MAX_REGIONS = 12
_MARGIN = 0.012
"""Of the page, on each side: the quiet zone, without which no code is found."""

Cell = tuple[int, int]


class CodeRegions:
    """Collects the objects of a page; ``boxes`` are the regions. Boxes are fractions of the displayed page."""

    def __init__(self, width: float, height: float) -> None:
        self._width, self._height = width, height
        self._bars: Counter[Cell] = Counter()
        self._symbols: list[Rect] = []

    def add_image(self, box: Rect) -> None:
        """Add an image, which may be a code or show one."""
        if self._is_large(box):
            self._symbols.append(box)

    def add_path(self, box: Rect, segments: int) -> None:
        """Add a path of so many segments, filled or stroked."""
        if segments >= SYMBOL_SEGMENTS:
            if self._is_large(box):
                self._symbols.append(box)
        elif segments <= BAR_SEGMENTS:
            sides = sorted(self._sides(box))
            if sides[0] <= MAX_BAR_WIDTH and sides[1] <= MAX_BAR_LENGTH:
                for cell in self._cells(box):
                    self._bars[cell] += 1

    @staticmethod
    def is_candidate(width: float, height: float) -> bool:
        """Whether a path of these sides in points may be a bar or a symbol, so that its segments are worth counting."""
        narrow, wide = (width, height) if width < height else (height, width)
        return (wide <= MAX_BAR_LENGTH and narrow <= MAX_BAR_WIDTH) or (narrow >= MIN_NARROW and wide >= MIN_WIDE)

    def boxes(self) -> list[Rect]:
        """Return the regions with a margin, joined where they overlap; at most ``MAX_REGIONS``, from the top."""
        dense = {cell for cell, bars in self._bars.items() if bars >= MIN_BARS}
        groups = (self._box(group) for group in _groups(dense))
        found = [*self._symbols, *(box for box in groups if self._is_large(box))]
        return _joined([_widened(box) for box in found])[:MAX_REGIONS]

    def _sides(self, box: Rect) -> tuple[float, float]:
        return (box[2] - box[0]) * self._width, (box[3] - box[1]) * self._height

    def _is_large(self, box: Rect) -> bool:
        narrow, wide = sorted(self._sides(box))
        return narrow >= MIN_NARROW and wide >= MIN_WIDE

    def _cells(self, box: Rect) -> Iterator[Cell]:
        for column in range(int(box[0] * self._width // CELL), int(box[2] * self._width // CELL) + 1):
            for row in range(int(box[1] * self._height // CELL), int(box[3] * self._height // CELL) + 1):
                yield column, row

    def _box(self, group: set[Cell]) -> Rect:
        """The box of cells and their neighbours, into which the edges of a code reach."""
        columns, rows = [column for column, _ in group], [row for _, row in group]
        x0, y0 = (min(columns) - 1) * CELL / self._width, (min(rows) - 1) * CELL / self._height
        x1, y1 = (max(columns) + 2) * CELL / self._width, (max(rows) + 2) * CELL / self._height
        return max(0.0, x0), max(0.0, y0), min(1.0, x1), min(1.0, y1)


def _groups(cells: set[Cell]) -> Iterator[set[Cell]]:
    """Yield the groups of cells that touch."""
    left = set(cells)
    while left:
        group, pending = set(), [left.pop()]
        while pending:
            column, row = pending.pop()
            group.add((column, row))
            near = {(column + x, row + y) for x in (-1, 0, 1) for y in (-1, 0, 1)} & left
            left -= near
            pending.extend(near)
        yield group


def _joined(boxes: Iterable[Rect]) -> list[Rect]:
    """Return the boxes with those that overlap made one, from the top."""
    joined: list[Rect] = []
    for box in sorted(boxes):
        x0, y0, x1, y1 = box
        while near := [
            other for other in joined if other[0] < x1 and x0 < other[2] and other[1] < y1 and y0 < other[3]
        ]:
            joined = [other for other in joined if other not in near]
            x0, y0 = min(x0, *(other[0] for other in near)), min(y0, *(other[1] for other in near))
            x1, y1 = max(x1, *(other[2] for other in near)), max(y1, *(other[3] for other in near))
        joined.append((x0, y0, x1, y1))
    return sorted(joined, key=lambda box: (box[1], box[0]))


def _overlap(box: Rect, other: Rect) -> bool:
    return box[0] < other[2] and other[0] < box[2] and box[1] < other[3] and other[1] < box[3]


def _widened(box: Rect) -> Rect:
    x0, y0, x1, y1 = box
    return max(0.0, x0 - _MARGIN), max(0.0, y0 - _MARGIN), min(1.0, x1 + _MARGIN), min(1.0, y1 + _MARGIN)
