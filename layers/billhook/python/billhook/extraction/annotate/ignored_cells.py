"""Cells that hold neither a label nor a value: sentences, lines of running text, marks of chart axes."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet

from billhook.extraction.layout.lines import Cell, Layout, Line
from billhook.extraction.text.numbers import Number

MOST_LABEL_WORDS, FEWEST_SENTENCE_WORDS, MOST_LISTED_WORDS = 6, 15, 12
STOP_WORD_SHARE = 0.36
"""The share of stop words among the words of a sentence."""

LIKE, TOUCHING, A_PHRASE = 0.15, 1.1, 4
"""The relative difference in height of lines of a text, their distance in heights, and the words that they have."""

PRICE_MARKS = ("/", "@", "×", " x ")
"""Marks of a rate, or of a quantity times a rate."""

LABELS = 0.5
"""A cell of which labels cover such a share is no text."""


def find_prose(cells: Iterable[Cell], stop_words: AbstractSet[str]) -> frozenset[Cell]:
    """Find the cells that are sentences: long, or of some length and with many stop words."""
    return frozenset(cell for cell in cells if len(cell.words) > MOST_LABEL_WORDS and _is_prose(cell, stop_words))


def _is_prose(cell: Cell, stop_words: AbstractSet[str]) -> bool:
    words = len(cell.words)
    if words < MOST_LISTED_WORDS and ":" in cell.text[:30]:
        return False
    if words >= FEWEST_SENTENCE_WORDS:
        return True
    spoken = [part for part in cell.parts if part.isalpha()]
    return sum(map(stop_words.__contains__, spoken)) >= STOP_WORD_SHARE * len(spoken)


def find_running_text(
    layout: Layout, numbers: Mapping[Cell, Sequence[Number]], label_shares: Mapping[Cell, float]
) -> frozenset[Cell]:
    """Find the cells that continue a text: of many words, with more right above or below, and without a price."""
    phrases = {cell for cell in layout.cells if len(cell.words) >= A_PHRASE and not _is_counted(cell, numbers)}
    return frozenset(
        cell
        for cell in phrases
        if label_shares.get(cell, 0.0) < LABELS
        and not any(mark in cell.text for mark in PRICE_MARKS)
        and _has_neighbour(cell, layout, phrases)
    )


def _has_neighbour(cell: Cell, layout: Layout, phrases: AbstractSet[Cell]) -> bool:
    number = cell.line.number
    near = [*layout.lines[max(0, number - 2) : number], *layout.lines[number + 1 : number + 3]]
    return any(
        other in phrases and _continues(cell, other) for line in near if line.page == cell.page for other in line.cells
    )


def _is_counted(cell: Cell, numbers: Mapping[Cell, Sequence[Number]]) -> bool:
    """Whether a number follows ``cell`` on its line: then it is the subject of a table row, not prose."""
    following = cell.line.cells[cell.position + 1 : cell.position + 2]
    return any(numbers[other] and len(other.words) < A_PHRASE for other in following)


def _continues(cell: Cell, other: Cell) -> bool:
    height = cell.y1 - cell.y0
    is_alike = abs((other.y1 - other.y0) - height) < LIKE * height and abs(other.x0 - cell.x0) < 0.004
    return is_alike and max(other.y0 - cell.y1, cell.y0 - other.y1) < TOUCHING * height


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
