"""Marks of chart axes: numbers below each other in equal steps down to zero, which are no values of the bill."""

import re
from collections.abc import Iterator, Sequence

from billhook.extraction.layout.lines import Cell, Line

FEWEST_MARKS = 4
REACH = 3
"""The distance of two marks of an axis at most, in lines: text beside the chart may come between."""

WIDE = 0.02
"""The distance of the left or right edges of two marks at most, as a share of the width of the page."""

_MARK = re.compile(r"\d{1,3}(?:[.,'\u2019\x20]\d{3})+|\d{1,6}")


def axis_marks(lines: Sequence[Line]) -> frozenset[Cell]:
    """The cells of ``lines`` that are marks of an axis."""
    axes: set[Cell] = set()
    marks = {cell: value for line in lines for cell in line.cells if (value := _value(cell)) is not None}
    for cell in marks:
        for second in _below(cell, lines, marks):
            axis = _axis(cell, second, lines, marks)
            if len(axis) >= FEWEST_MARKS:
                axes.update(axis)
    return frozenset(axes)


def _value(cell: Cell) -> int | None:
    match = _MARK.fullmatch(cell.text)
    return int(re.sub(r"\D", "", cell.text)) if match else None


def _axis(first: Cell, second: Cell, lines: Sequence[Line], marks: dict[Cell, int]) -> list[Cell]:
    """The marks from ``first`` down in equal steps; none if no end of them is zero."""
    step, axis = marks[second] - marks[first], [first, second]
    while step:
        wanted = marks[axis[-1]] + step
        below = next((cell for cell in _below(axis[-1], lines, marks) if marks[cell] == wanted), None)
        if below is None:
            break
        axis.append(below)
    return axis if step and 0 in (marks[axis[0]], marks[axis[-1]]) else []


def _below(cell: Cell, lines: Sequence[Line], marks: dict[Cell, int]) -> Iterator[Cell]:
    number = cell.line.number
    for line in lines[number + 1 : number + 1 + REACH]:
        if line.page == cell.page:
            yield from (
                other
                for other in line.cells
                if other in marks and min(abs(other.x1 - cell.x1), abs(other.x0 - cell.x0)) < WIDE
            )
