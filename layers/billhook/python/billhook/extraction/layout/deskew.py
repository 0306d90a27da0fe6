"""Pages that lean, as photos and hasty scans do: straightened for the layout, and back for the evidence.

What is found on a straightened page is shown where it stands on the page as displayed, whichever way that page lies.
"""

from collections import defaultdict
from dataclasses import dataclass, replace
from math import atan, cos, sin

from billhook.domain.bill import Bill, Evidence, Extraction
from billhook.domain.document_text import Box, DocumentText, PageText, Route, Word
from billhook.domain.rotation import displayed_box

LEAST = 0.012
"""The layout copes with less: the tangent of two thirds of a degree."""

STEEPEST, COARSE, FINE = 0.2, 0.01, 0.002
FEWEST_WORDS = 12


@dataclass(frozen=True)
class Skew:
    """How a page stands as displayed: turned by quarter turns, and leaning by ``angle`` (radians, clockwise)."""

    turn: int = 0
    angle: float = 0.0
    aspect: float = 1.0

    def displayed(self, box: Box) -> Box:
        """Where a box of the straightened page stands on the page as displayed."""
        if self.angle:
            box = _around([self._turned(x, y, self.angle) for x in (box.x0, box.x1) for y in (box.y0, box.y1)])
        return displayed_box(box, self.turn) if self.turn else box

    def straight(self, box: Box) -> Box:
        """Where a word stands on the straightened page: its box there is as low as its letters."""
        x, y = self._turned((box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2, -self.angle)
        width, height = (box.x1 - box.x0) * self.aspect, box.y1 - box.y0
        lean = abs(self.angle)
        spread = cos(2 * lean)
        wide = max((width * cos(lean) - height * sin(lean)) / spread, 0.3 * width) / self.aspect
        high = max((height * cos(lean) - width * sin(lean)) / spread, 0.3 * height)
        return Box(x - wide / 2, y - high / 2, x + wide / 2, y + high / 2)

    def _turned(self, x: float, y: float, angle: float) -> tuple[float, float]:
        """A point turned about the middle of the page, whose sides are not equally long."""
        across, down = (x - 0.5) * self.aspect, y - 0.5
        return (
            (across * cos(angle) - down * sin(angle)) / self.aspect + 0.5,
            across * sin(angle) + down * cos(angle) + 0.5,
        )


def deskew(reading: DocumentText) -> tuple[DocumentText, dict[int, Skew]]:
    """The reading with its leaning pages straight, and how those stand that are not shown as they were read."""
    tilts = {page.number: tilt for page in reading.pages if (tilt := _tilt(page)) is not None}
    if not any(tilt.angle for tilt in tilts.values()):
        return reading, tilts
    pages = (_straight(page, tilts[page.number]) if page.number in tilts else page for page in reading.pages)
    return DocumentText(tuple(pages)), tilts


def as_displayed(extraction: Extraction, tilts: dict[int, Skew]) -> Extraction:
    """The bills with their evidence where it stands on the pages as displayed."""
    if not tilts:
        return extraction
    return extraction.model_copy(update={"bills": tuple(_placed(bill, tilts) for bill in extraction.bills)})


def _placed(bill: Bill, tilts: dict[int, Skew]) -> Bill:
    evidence = {pointer: _shown(one, tilts.get(one.page)) for pointer, one in bill.evidence.items()}
    return bill.model_copy(update={"evidence": evidence})


def _shown(evidence: Evidence, tilt: Skew | None) -> Evidence:
    return evidence.model_copy(update={"box": tilt.displayed(evidence.box)}) if tilt else evidence


def _tilt(page: PageText) -> Skew | None:
    angle = _angle(page) if page.route not in (Route.TEXT_LAYER, Route.BLANK) else 0.0
    aspect = page.width / page.height if page.height else 1.0
    return Skew(page.turn, angle, aspect) if page.turn or angle else None


def _straight(page: PageText, tilt: Skew) -> PageText:
    if not tilt.angle:
        return page
    words = tuple(Word(word.text, tilt.straight(word.box), word.confidence) for word in page.words)
    fields = tuple(replace(one, box=tilt.straight(one.box)) for one in page.fields)
    return replace(page, words=words, fields=fields, cells=tuple(map(tilt.straight, page.cells)))


def _angle(page: PageText) -> float:
    """By how much the lines of a page fall to the right: what gathers its words in the fewest, fullest rows."""
    if len(page.words) < FEWEST_WORDS or not page.height:
        return 0.0
    aspect = page.width / page.height
    middles = [
        ((word.box.x0 + word.box.x1 - 1) / 2 * aspect, (word.box.y0 + word.box.y1) / 2, len(word.text))
        for word in page.words
    ]
    narrow = [word.box.y1 - word.box.y0 for word in page.words if len(word.text) <= 6] or [0.01]
    bins = 2.5 / (sorted(narrow)[len(narrow) // 2] or 0.01)

    def gathered(slope: float) -> float:
        counts: dict[int, int] = defaultdict(int)  # a Counter takes twice as long to count weights
        for x, y, weight in middles:
            counts[int((y - slope * x) * bins)] += weight
        return sum([count * count for count in counts.values()])

    steps = int(STEEPEST / COARSE)
    rough = max((step * COARSE for step in range(-steps, steps + 1)), key=lambda slope: (gathered(slope), -abs(slope)))
    near = int(COARSE / FINE)
    slope = max((rough + step * FINE for step in range(-near, near + 1)), key=lambda one: (gathered(one), -abs(one)))
    return atan(slope) if abs(slope) >= LEAST else 0.0


def _around(points: list[tuple[float, float]]) -> Box:
    xs = [min(max(x, 0.0), 1.0) for x, _ in points]
    ys = [min(max(y, 0.0), 1.0) for _, y in points]
    return Box(min(xs), min(ys), max(xs), max(ys))
