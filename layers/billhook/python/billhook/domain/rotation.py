"""Rotation of pages in quarter turns clockwise, and the mapping of coordinates between displayed and upright page."""

from collections import Counter
from collections.abc import Iterable, Sequence

from billhook.domain.document_text import Box

Point = tuple[float, float]
Quad = Sequence[Point]
"""Corners in the reading order of the text, clockwise from the start of its first line."""


def direction(quad: Quad) -> int:
    """Rotation of a text with these corners on the displayed page."""
    (x0, y0), (x1, y1) = quad[0], quad[1]
    across, down = x1 - x0, y1 - y0
    if abs(across) >= abs(down):
        return 0 if across >= 0 else 2
    return 1 if down > 0 else 3


def turn_of(runs: Iterable[tuple[str, Quad]]) -> int:
    """Rotation of most of the text, weighted by length; single letters do not count."""
    votes: Counter[int] = Counter()
    for text, quad in runs:
        votes[direction(quad)] += max(0, len(text) - 1)
    return max(votes, key=lambda turn: (votes[turn], -turn), default=0)


def upright(point: Point, turn: int) -> Point:
    """Map a point of the displayed page to the upright page."""
    x, y = point
    return ((x, y), (y, 1 - x), (1 - x, 1 - y), (1 - y, x))[turn]


def displayed(point: Point, turn: int) -> Point:
    """Map a point of the upright page to the displayed page."""
    return upright(point, -turn % 4)


def upright_box(quad: Quad, turn: int) -> Box:
    """The upright rectangle around a quad of the displayed page, clipped to the page."""
    return _around(upright(corner, turn) for corner in quad)


def displayed_box(box: Box, turn: int) -> Box:
    return _around(displayed(corner, turn) for corner in ((box.x0, box.y0), (box.x1, box.y1)))


def _around(points: Iterable[Point]) -> Box:
    inside = [(min(max(x, 0.0), 1.0), min(max(y, 0.0), 1.0)) for x, y in points]
    xs, ys = [x for x, _ in inside], [y for _, y in inside]
    return Box(min(xs), min(ys), max(xs), max(ys))
