"""From words to lines and cells, by geometry alone.

A line is what stands side by side; a cell is a run of words with no wide gap in it. Columns need no
finding of their own: two cells share one when they overlap from above (``Cell.under``).
"""

import re
from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property
from itertools import accumulate, pairwise
from operator import itemgetter

from billhook.domain.document_text import Box, DocumentText, PageText, Route, Word
from billhook.extraction.text.normalize import tokens
from billhook.extraction.text.numbers import FIGURE

WIDE_GAP, NO_BLANK, PART_GAP = 0.75, 1.2, 1.1
"""A gap of so many word heights begins a new cell; a blank is about a quarter of one. So many are no blank at all."""

A_HAIR = 0.004
FEWEST_WORDS = 20
SAME_LINE = 0.5
"""Two words share a line when their middles differ by less than this share of the smaller height."""


@dataclass(eq=False)
class Cell:
    """A run of words; ``text`` has one blank between words, ``offsets`` says where each word begins."""

    words: list[Word]
    page: int
    line: "Line" = field(init=False, repr=False)
    position: int = 0
    text: str = ""
    offsets: list[int] = field(default_factory=list)
    x0: float = 0.0
    x1: float = 0.0
    y0: float = 0.0
    y1: float = 0.0
    tokens: list[tuple[str, int]] = field(init=False, repr=False)
    """The comparable parts, each with the number of the word that it is a part of."""

    parts: list[str] = field(init=False, repr=False)
    has_figures: bool = False

    def __post_init__(self) -> None:
        if len(self.words) == 1:  # as most cells of a table, and much cheaper
            self._be_a_word(self.words[0])
        else:
            self._be_words()
        self.has_figures = FIGURE.search(self.text) is not None

    def _be_a_word(self, word: Word) -> None:
        box = word.box
        self.text, self.offsets = word.text, [0]
        self.x0, self.x1, self.y0, self.y1 = box.x0, box.x1, box.y0, box.y1
        self.parts = list(tokens(word.text))
        self.tokens = [(part, 0) for part in self.parts]

    def _be_words(self) -> None:
        texts = [word.text for word in self.words]
        self.text = " ".join(texts)
        self.offsets = [0, *accumulate(len(text) + 1 for text in texts[:-1])]
        boxes = [word.box for word in self.words]
        self.x0, self.x1 = boxes[0].x0, max([box.x1 for box in boxes])
        self.y0, self.y1 = min([box.y0 for box in boxes]), max([box.y1 for box in boxes])
        self.tokens = [(part, number) for number, text in enumerate(texts) for part in tokens(text)]
        self.parts = [part for part, _ in self.tokens]

    @cached_property
    def folded(self) -> str:
        return " ".join(self.parts)

    @property
    def height(self) -> float:
        return self.y1 - self.y0

    def words_between(self, start: int, end: int) -> list[Word]:
        """The words that the characters ``start..end`` of ``text`` touch."""
        return [
            word
            for word, offset in zip(self.words, self.offsets, strict=True)
            if offset < end and offset + len(word.text) > start
        ]

    def under(self, other: "Cell", slack: float = 0.0) -> bool:
        """Whether this cell stands in the column of ``other``: they overlap when seen from above."""
        return self.x0 < other.x1 + slack and self.x1 > other.x0 - slack


@dataclass(eq=False)
class Line:
    """Cells side by side, from left to right; ``number`` counts through the whole document."""

    page: int
    number: int
    cells: list[Cell]
    y0: float
    y1: float

    @property
    def text(self) -> str:
        return "  ".join(cell.text for cell in self.cells)


@dataclass(frozen=True)
class Layout:
    """All lines of a document in reading order, and the typical height of a word on each page."""

    lines: list[Line]
    clean: bool
    """Whether every word comes from a text layer, where no letter is in doubt."""

    @cached_property
    def cells(self) -> list[Cell]:
        return [cell for line in self.lines for cell in line.cells]


def lay_out(reading: DocumentText) -> Layout:
    """The lines of ``reading``; empty pages simply have none."""
    lines: list[Line] = []
    for page in reading.pages:
        lean = _lean(page) if _is_scanned(page) else 0.0
        aspect = page.width / page.height if page.height else 1.0
        rows = _rows(_distinct(page.words), lean)
        wide = _wide_gap(rows, aspect)
        for row in rows:
            cells = [Cell(part, page.number) for run in _runs(row, aspect, wide) for part in _parted(run, page.cells)]
            line = Line(page.number, len(lines), cells, min(c.y0 for c in cells), max(c.y1 for c in cells))
            for position, cell in enumerate(cells):
                cell.line, cell.position = line, position
            lines.append(line)
    return Layout(lines, all(page.route in (Route.TEXT_LAYER, Route.BLANK) for page in reading.pages))


def box_of(words: list[Word]) -> Box:
    return Box(
        min(word.box.x0 for word in words),
        min(word.box.y0 for word in words),
        max(word.box.x1 for word in words),
        max(word.box.y1 for word in words),
    )


def _distinct(words: tuple[Word, ...]) -> list[Word]:
    """Without rules drawn in letters and without the second printing of a word (shadows, poor man's bold)."""
    seen: dict[str, list[Box]] = {}
    kept = []
    for word in words:
        text, box = word.text, word.box
        if len(text) > 2 and not text.strip("_-.=*~·"):
            continue
        before = seen.get(text)
        if before is None:
            seen[text] = [box]
        elif any(abs(box.x0 - other.x0) < A_HAIR and abs(box.y0 - other.y0) < A_HAIR for other in before):
            continue
        else:
            before.append(box)
        kept.append(word)
    return kept


def _rows(words: list[Word], lean: float) -> list[list[Word]]:
    rows: list[list[Word]] = []
    middles: list[float] = []
    heights: list[float] = []
    placed = [(_level(word.box, lean), word.box.y1 - word.box.y0, word) for word in words]
    placed.sort(key=itemgetter(0))
    for middle, height, word in placed:
        for index in range(len(rows) - 1, max(-1, len(rows) - 4), -1):
            apart = abs(middle - middles[index])
            if apart < SAME_LINE * height and apart < SAME_LINE * heights[index] and not _collides(word, rows[index]):
                rows[index].append(word)
                break
        else:
            rows.append([word])
            middles.append(middle)
            heights.append(height)
    for row in rows:
        if len(row) > 1:
            row.sort(key=lambda word: word.box.x0)
    return rows


def _level(box: Box, lean: float) -> float:
    """The height of the middle of a word on a page that leans no more."""
    return (box.y0 + box.y1) / 2 + lean * ((box.x0 + box.x1) / 2 - 0.5)


def _collides(word: Word, row: list[Word]) -> bool:
    """Whether ``word`` would stand on top of a word of ``row``: then it belongs to another line."""
    x0, x1 = word.box.x0, word.box.x1
    least, most = x0 + 0.4 * (x1 - x0), x1 - 0.4 * (x1 - x0)
    for other in row:
        box = other.box
        if box.x0 < most and box.x1 > least and min(x1, box.x1) - max(x0, box.x0) > least - x0:
            return True
    return False


def _wide_gap(rows: list[list[Word]], aspect: float) -> float:
    """The gap, in word heights, that begins a new cell: well over the usual blank of the page, which may be wide."""
    gaps = sorted(
        gap for row in rows for left, right in pairwise(row) if 0 < (gap := _gap(left, right, aspect)) < NO_BLANK
    )
    return max(WIDE_GAP, 1.8 * gaps[len(gaps) // 2]) if len(gaps) >= FEWEST_WORDS else WIDE_GAP


def _gap(left: Word, right: Word, aspect: float) -> float:
    """The distance between two words in heights of the lower one."""
    height = min(left.box.y1 - left.box.y0, right.box.y1 - right.box.y0)
    return (right.box.x0 - left.box.x1) * aspect / (height or 0.01)


_FIRST, _REST = re.compile(r"[-\u2212(]?(?:\D{1,3})?\d{1,3}$"), re.compile(r"\d{3}[.,]\d{2}(?!\d)|\d{3}$")


def _one_number(left: str, right: str) -> bool:
    """Whether two words are thousands and the rest of one number: ``1`` and ``487,90``."""
    return bool(_FIRST.match(left) and _REST.match(right))


def _runs(row: list[Word], aspect: float, wide: float) -> list[list[Word]]:
    runs = [[row[0]]]
    furthest = row[0]
    for word in row[1:]:
        gap = _gap(furthest, word, aspect)
        if gap > (max(wide, PART_GAP) if furthest is runs[-1][-1] and _one_number(furthest.text, word.text) else wide):
            runs.append([word])
        else:
            runs[-1].append(word)
        if word.box.x1 > furthest.box.x1:
            furthest = word
    return runs


def _parted(run: list[Word], tables: tuple[Box, ...]) -> list[list[Word]]:
    """A run cut where one cell of a table ends and another begins."""
    if not tables:
        return [run]
    parts: list[list[Word]] = []
    last: int | None = None
    for word in run:
        own = next((number for number, box in enumerate(tables) if _is_in(word.box, box)), None)
        if not parts or own != last:
            parts.append([])
        parts[-1].append(word)
        last = own
    return parts


def _is_in(word: Box, box: Box) -> bool:
    x, y = (word.x0 + word.x1) / 2, (word.y0 + word.y1) / 2
    return box.x0 <= x <= box.x1 and box.y0 <= y <= box.y1


def _is_scanned(page: PageText) -> bool:
    """Whether words were recognised, by us or by whoever put the text layer there: no two stand quite level."""
    if len(page.words) < FEWEST_WORDS:
        return False
    if page.route is not Route.TEXT_LAYER:
        return True
    levels = {word.box.y1 for word in page.words}
    few = 0.6 * len(page.words)
    return len(levels) > few and len({round(level, 4) for level in levels}) > few


def _lean(page: PageText) -> float:
    """How much lower the right edge of a page stands than its left one: what gathers the words in the fullest rows.

    A scan that leans by half a degree lifts an amount by half a line over the width of the page.
    """
    middles = [((w.box.x0 + w.box.x1) / 2 - 0.5, (w.box.y0 + w.box.y1) / 2) for w in page.words]
    heights = sorted(w.box.y1 - w.box.y0 for w in page.words)
    bins = 2.5 / (heights[len(heights) // 2] or 0.01)

    def gathered(lean: float) -> int:
        counts = Counter([int((y + lean * x) * bins) for x, y in middles])
        return sum([count * count for count in counts.values()])

    return max((step / 500 for step in range(-15, 16)), key=lambda lean: (gathered(lean), -abs(lean)))
