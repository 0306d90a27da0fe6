"""Lines and cells from words, by geometry.

A line is the words side by side; a cell is a run of words without a wide gap. Two cells are in one column where they
overlap horizontally (``Cell.under``). Lines and cells are immutable once a line has its cells.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import accumulate, pairwise
from operator import itemgetter

from billhook.domain.document_text import TEXT_LAYER_ROUTES, Box, DocumentText, PageText, Route, Word
from billhook.extraction.text.normalize import tokens
from billhook.extraction.text.numbers import FIGURE

WIDE_GAP, NO_BLANK, PART_GAP = 0.75, 1.2, 1.1
"""Gaps in word heights: one that begins a cell (a blank is about 0.25), one that is no blank, one inside a number."""

SAME_PLACE = 0.004
FEWEST_WORDS = 20
SAME_LINE = 0.5
"""The vertical distance of two words of one line at most, in heights of the smaller one."""

SAME_LEVEL, TORN = 0.15, 0.75
"""The same for two words that are level, and for a word that is level with one of a row to the first of that row."""


@dataclass(frozen=True, eq=False, init=False)
class Cell:
    """A run of words. ``text`` has one blank between words; ``offsets`` are the positions of the words in it.

    ``tokens`` are the normalized parts, each with the index of its word; ``parts`` the same without the index, and
    ``normalized`` with blanks between them. The ``line`` and the ``position`` in it are set by the line.
    """

    words: tuple[Word, ...]
    page: int
    text: str
    offsets: tuple[int, ...]
    x0: float
    x1: float
    y0: float
    y1: float
    tokens: tuple[tuple[str, int], ...] = field(repr=False)
    parts: tuple[str, ...] = field(repr=False)
    normalized: str = field(repr=False)
    has_figures: bool
    line: "Line" = field(repr=False)
    position: int
    height: float

    def __init__(self, words: Sequence[Word], page: int) -> None:
        if len(words) == 1:  # as most cells of a table, and much cheaper
            (word,) = words
            text, box = word.text, word.box
            offsets: tuple[int, ...] = (0,)
            parts = tokens(text)
            numbered = tuple([(part, 0) for part in parts])
            x0, x1, y0, y1 = box.x0, box.x1, box.y0, box.y1
        else:
            texts = [word.text for word in words]
            text = " ".join(texts)
            boxes = [word.box for word in words]
            x0, x1 = boxes[0].x0, max([box.x1 for box in boxes])
            y0, y1 = min([box.y0 for box in boxes]), max([box.y1 for box in boxes])
            offsets = (0, *accumulate([len(text) + 1 for text in texts[:-1]]))
            numbered = tuple([(part, number) for number, text in enumerate(texts) for part in tokens(text)])
            parts = tuple([part for part, _ in numbered])
        vars(self).update(
            words=tuple(words),
            page=page,
            text=text,
            offsets=offsets,
            x0=x0,
            x1=x1,
            y0=y0,
            y1=y1,
            height=y1 - y0,
            tokens=numbered,
            parts=parts,
            normalized=" ".join(parts),
            has_figures=FIGURE.search(text) is not None,
            position=0,
        )

    def words_between(self, start: int, end: int) -> list[Word]:
        """The words that overlap the characters ``start..end`` of ``text``."""
        return [
            word
            for word, offset in zip(self.words, self.offsets, strict=True)
            if offset < end and offset + len(word.text) > start
        ]

    def span_of_parts(self, first: int, end: int) -> tuple[int, int]:
        """The first and the end character in ``text`` of the words of the parts ``first`` to ``end - 1``."""
        begin, last = self.tokens[first][1], self.tokens[end - 1][1]
        return self.offsets[begin], self.offsets[last] + len(self.words[last].text)

    def under(self, other: "Cell", slack: float = 0.0) -> bool:
        """Whether this cell and ``other`` overlap horizontally, so that they are in one column."""
        return self.x0 < other.x1 + slack and self.x1 > other.x0 - slack


@dataclass(frozen=True, eq=False)
class Line:
    """Cells side by side, from left to right; ``number`` counts the lines of the whole document."""

    page: int
    number: int
    cells: tuple[Cell, ...]

    def __post_init__(self) -> None:
        for position, cell in enumerate(self.cells):
            vars(cell).update(line=self, position=position)

    @cached_property
    def y0(self) -> float:
        return min([cell.y0 for cell in self.cells])

    @cached_property
    def y1(self) -> float:
        return max([cell.y1 for cell in self.cells])

    @property
    def text(self) -> str:
        return "  ".join(cell.text for cell in self.cells)


@dataclass(frozen=True)
class Layout:
    """All lines of a document in reading order. ``clean``: every word is from a text layer, without OCR errors."""

    lines: tuple[Line, ...]
    clean: bool

    @cached_property
    def cells(self) -> tuple[Cell, ...]:
        return tuple([cell for line in self.lines for cell in line.cells])


def lay_out(document_text: DocumentText) -> Layout:
    """The lines of ``document_text``; empty pages have none."""
    lines: list[Line] = []
    for page in document_text.pages:
        slope = _skew_slope(page) if _is_scanned(page) else 0.0
        aspect = page.width / page.height if page.height else 1.0
        rows = _rows(_distinct(page.words), slope)
        wide = _wide_gap(rows, aspect)
        for row in rows:
            parts = [part for run in _runs(row, aspect, wide) for part in _split_at_tables(run, page.cells)]
            lines.append(Line(page.number, len(lines), tuple([Cell(part, page.number) for part in parts])))
    return Layout(tuple(lines), all(page.route in TEXT_LAYER_ROUTES | {Route.BLANK} for page in document_text.pages))


def _distinct(words: tuple[Word, ...]) -> list[Word]:
    """Drop rules drawn in letters and the second printing of a word (shadow or bold)."""
    seen: dict[str, list[Box]] = {}
    kept = []
    for word in words:
        text, box = word.text, word.box
        if len(text) > 2 and not text.strip("_-.=*~·"):
            continue
        before = seen.setdefault(text, [])
        if not before or not _is_at_one_of(box, before):
            before.append(box)
            kept.append(word)
    return kept


def _is_at_one_of(box: Box, others: list[Box]) -> bool:
    """Whether ``box`` begins where one of ``others`` does."""
    x0, y0 = box.x0, box.y0
    for other in others:  # noqa: SIM110 - a generator takes twice as long for words that recur on every line
        if abs(y0 - other.y0) < SAME_PLACE and abs(x0 - other.x0) < SAME_PLACE:
            return True
    return False


def _rows(words: list[Word], slope: float) -> list[list[Word]]:
    """Words whose middles are level, from top to bottom, each row from left to right.

    A word that is level with the last one of a row belongs to it, even where the first of the row is further off:
    another column may begin a row half a line higher.
    """
    rows: list[list[Word]] = []
    middles: list[float] = []
    heights: list[float] = []
    lasts: list[float] = []
    placed = [(_level(word.box, slope), word.box.y1 - word.box.y0, word) for word in words]
    placed.sort(key=itemgetter(0))
    for middle, height, word in placed:
        for index in range(len(rows) - 1, max(-1, len(rows) - 4), -1):
            least = min(height, heights[index])
            reach = TORN if middle - lasts[index] < SAME_LEVEL * least else SAME_LINE
            if abs(middle - middles[index]) < reach * least and not _collides(word, rows[index]):
                rows[index].append(word)
                lasts[index] = middle
                break
        else:
            rows.append([word])
            middles.append(middle)
            heights.append(height)
            lasts.append(middle)
    for row in rows:
        if len(row) > 1:
            row.sort(key=lambda word: word.box.x0)
    return rows


def _level(box: Box, slope: float) -> float:
    """The vertical middle of a word after deskewing by ``slope``."""
    return (box.y0 + box.y1) / 2 + slope * ((box.x0 + box.x1) / 2 - 0.5)


def _collides(word: Word, row: list[Word]) -> bool:
    """Whether ``word`` overlaps a word of ``row`` horizontally: then it belongs to another line."""
    x0, x1 = word.box.x0, word.box.x1
    least, most = x0 + 0.4 * (x1 - x0), x1 - 0.4 * (x1 - x0)
    for other in row:
        box = other.box
        if box.x0 < most and box.x1 > least and min(x1, box.x1) - max(x0, box.x0) > least - x0:
            return True
    return False


def _wide_gap(rows: list[list[Word]], aspect: float) -> float:
    """The gap, in word heights, that begins a new cell: well over the median blank of the page."""
    gaps = sorted(
        gap for row in rows for left, right in pairwise(row) if 0 < (gap := _gap(left, right, aspect)) < NO_BLANK
    )
    return max(WIDE_GAP, 1.8 * gaps[len(gaps) // 2]) if len(gaps) >= FEWEST_WORDS else WIDE_GAP


def _gap(left: Word, right: Word, aspect: float) -> float:
    """The distance between two words in heights of the lower one."""
    height = min(left.box.y1 - left.box.y0, right.box.y1 - right.box.y0)
    return (right.box.x0 - left.box.x1) * aspect / (height or 0.01)


_FIRST, _REST = re.compile(r"[-\u2212(]?(?:\D{1,3})?\d{1,3}$"), re.compile(r"\d{3}[.,]\d{2}(?!\d)|\d{3}$")


def _is_one_number(left: str, right: str) -> bool:
    """Whether two words are the thousands and the rest of one number: ``1`` and ``487,90``."""
    return bool(_FIRST.match(left) and _REST.match(right))


def _runs(row: list[Word], aspect: float, wide: float) -> list[list[Word]]:
    """The words of a row, split at gaps wider than ``wide`` word heights."""
    runs = [[row[0]]]
    furthest = row[0]
    for word in row[1:]:
        gap = _gap(furthest, word, aspect)
        is_part = wide < gap <= PART_GAP and furthest is runs[-1][-1] and _is_one_number(furthest.text, word.text)
        if gap > wide and not is_part:
            runs.append([word])
        else:
            runs[-1].append(word)
        if word.box.x1 > furthest.box.x1:
            furthest = word
    return runs


def _split_at_tables(run: list[Word], tables: tuple[Box, ...]) -> list[list[Word]]:
    """A run, split where one cell of a table ends and another begins."""
    if not tables:
        return [run]
    parts: list[list[Word]] = []
    last: int | None = None
    for word in run:
        number = next((number for number, box in enumerate(tables) if _is_in(word.box, box)), None)
        if not parts or number != last:
            parts.append([])
        parts[-1].append(word)
        last = number
    return parts


def _is_in(word: Box, box: Box) -> bool:
    x, y = (word.x0 + word.x1) / 2, (word.y0 + word.y1) / 2
    return box.x0 <= x <= box.x1 and box.y0 <= y <= box.y1


def _is_scanned(page: PageText) -> bool:
    """Whether words come from OCR, ours or that of a scanner's text layer: hardly two have the same baseline."""
    if len(page.words) < FEWEST_WORDS:
        return False
    if page.route not in TEXT_LAYER_ROUTES:
        return True
    levels = {word.box.y1 for word in page.words}
    minimum = 0.6 * len(page.words)
    return len(levels) > minimum and len({round(level, 4) for level in levels}) > minimum


def _skew_slope(page: PageText) -> float:
    """How much lower the right edge of a page is than its left one: the slope with the fullest rows of words.

    A skew of half a degree lifts an amount by half a line over the width of the page.
    """
    middles = [((w.box.x0 + w.box.x1) / 2 - 0.5, (w.box.y0 + w.box.y1) / 2) for w in page.words]
    heights = sorted(w.box.y1 - w.box.y0 for w in page.words)
    bins = 2.5 / (heights[len(heights) // 2] or 0.01)

    def concentration(slope: float) -> int:
        counts = Counter([int((y + slope * x) * bins) for x, y in middles])
        return sum([count * count for count in counts.values()])

    return max((step / 500 for step in range(-15, 16)), key=lambda slope: (concentration(slope), -abs(slope)))
