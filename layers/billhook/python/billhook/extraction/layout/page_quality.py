"""The quality of pages: skew, which is undone before the layout is made, and the confidence of OCR."""

from collections import defaultdict
from dataclasses import dataclass, replace
from math import atan, cos, sin

from billhook.domain.bill import Bill, Evidence, Extraction
from billhook.domain.document_text import TEXT_LAYER_ROUTES, Box, DocumentText, PageText, Route, Word
from billhook.domain.rotation import displayed_box
from billhook.domain.witness import Witness

LEAST_SLOPE = 0.012
"""The tangent of two thirds of a degree: the layout tolerates less."""

STEEPEST, COARSE, FINE = 0.2, 0.01, 0.002
FEWEST_WORDS = 12


@dataclass(frozen=True)
class Skew:
    """The position of a page as displayed: rotated by quarter turns and skewed by ``angle`` (radians, clockwise)."""

    quarter_turns: int = 0
    angle: float = 0.0
    aspect: float = 1.0

    def displayed(self, box: Box) -> Box:
        """The box on the page as displayed of a ``box`` on the deskewed page."""
        if self.angle:
            box = _bounding_box([self._rotated(x, y, self.angle) for x in (box.x0, box.x1) for y in (box.y0, box.y1)])
        return displayed_box(box, self.quarter_turns) if self.quarter_turns else box

    def deskewed_box(self, box: Box) -> Box:
        """The box of a word on the deskewed page: as high as its letters."""
        x, y = self._rotated((box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2, -self.angle)
        width, height = (box.x1 - box.x0) * self.aspect, box.y1 - box.y0
        angle = abs(self.angle)
        spread = cos(2 * angle)
        wide = max((width * cos(angle) - height * sin(angle)) / spread, 0.3 * width) / self.aspect
        high = max((height * cos(angle) - width * sin(angle)) / spread, 0.3 * height)
        return Box(x - wide / 2, y - high / 2, x + wide / 2, y + high / 2)

    def _rotated(self, x: float, y: float, angle: float) -> tuple[float, float]:
        """A point rotated about the middle of the page, whose sides differ in length."""
        across, down = (x - 0.5) * self.aspect, y - 0.5
        return (
            (across * cos(angle) - down * sin(angle)) / self.aspect + 0.5,
            across * sin(angle) + down * cos(angle) + 0.5,
        )


def deskew(document_text: DocumentText) -> tuple[DocumentText, dict[int, Skew]]:
    """``document_text`` with skewed pages deskewed, and the skew of every page that is rotated or skewed."""
    skews = {page.number: skew for page in document_text.pages if (skew := _skew(page)) is not None}
    if not any(skew.angle for skew in skews.values()):
        return document_text, skews
    pages = (_deskewed_page(page, skews[page.number]) if page.number in skews else page for page in document_text.pages)
    return document_text.with_pages(pages), skews


def as_displayed(extraction: Extraction, skews: dict[int, Skew]) -> Extraction:
    """The bills with the boxes of their evidence on the pages as displayed."""
    if not skews:
        return extraction
    return extraction.with_bills(tuple(_placed(bill, skews) for bill in extraction.bills))


def _placed(bill: Bill, skews: dict[int, Skew]) -> Bill:
    evidence = {pointer: _shown(item, skews.get(item.page or 0)) for pointer, item in bill.evidence.items()}
    witnesses = tuple(_placed_witness(witness, skews.get(witness.page or 0)) for witness in bill.witnesses)
    return bill.with_evidence(evidence).with_witnesses(witnesses)


def _placed_witness(witness: Witness, skew: Skew | None) -> Witness:
    return witness.with_box(skew.displayed(witness.box)) if skew and witness.box else witness


def _shown(evidence: Evidence, skew: Skew | None) -> Evidence:
    return evidence.with_box(skew.displayed(evidence.box)) if skew and evidence.box else evidence


def _skew(page: PageText) -> Skew | None:
    angle = _skew_angle(page) if page.route not in TEXT_LAYER_ROUTES | {Route.BLANK} else 0.0
    aspect = page.width / page.height if page.height else 1.0
    return Skew(page.turn, angle, aspect) if page.turn or angle else None


def _deskewed_page(page: PageText, skew: Skew) -> PageText:
    if not skew.angle:
        return page
    words = tuple(Word(word.text, skew.deskewed_box(word.box), word.confidence) for word in page.words)
    fields = tuple(replace(field, box=skew.deskewed_box(field.box)) for field in page.fields)
    codes = tuple(replace(code, box=skew.deskewed_box(code.box)) for code in page.codes)
    return replace(page, words=words, fields=fields, cells=tuple(map(skew.deskewed_box, page.cells)), codes=codes)


def _skew_angle(page: PageText) -> float:
    """The angle by which the lines of a page fall to the right: the one with the fewest, fullest rows of words."""
    if len(page.words) < FEWEST_WORDS or not page.height:
        return 0.0
    aspect = page.width / page.height
    middles = [
        ((word.box.x0 + word.box.x1 - 1) / 2 * aspect, (word.box.y0 + word.box.y1) / 2, len(word.text))
        for word in page.words
    ]
    narrow = [word.box.y1 - word.box.y0 for word in page.words if len(word.text) <= 6] or [0.01]
    bins = 2.5 / (sorted(narrow)[len(narrow) // 2] or 0.01)

    def concentration(slope: float) -> float:
        counts: dict[int, int] = defaultdict(int)  # a Counter takes twice as long to count weights
        for x, y, weight in middles:
            counts[int((y - slope * x) * bins)] += weight
        return sum([count * count for count in counts.values()])

    steps = int(STEEPEST / COARSE)
    rough = max(
        (step * COARSE for step in range(-steps, steps + 1)), key=lambda slope: (concentration(slope), -abs(slope))
    )
    near = int(COARSE / FINE)
    slope = max(
        (rough + step * FINE for step in range(-near, near + 1)), key=lambda slope: (concentration(slope), -abs(slope))
    )
    return atan(slope) if abs(slope) >= LEAST_SLOPE else 0.0


def _bounding_box(points: list[tuple[float, float]]) -> Box:
    xs = [min(max(x, 0.0), 1.0) for x, _ in points]
    ys = [min(max(y, 0.0), 1.0) for _, y in points]
    return Box(min(xs), min(ys), max(xs), max(ys))


READABLE = 0.7
"""The least mean confidence, weighted by letters."""

UNREADABLE = "unreadable"


def readable(extraction: Extraction, document_text: DocumentText) -> Extraction:
    """``extraction``, or the reason ``unreadable`` if the OCR is poor and no bill is complete."""
    is_complete = any(not bill.lacks for bill in extraction.bills)
    return Extraction(reason=UNREADABLE) if not is_complete and is_poor(document_text) else extraction


def is_poor(document_text: DocumentText) -> bool:
    """Whether most letters come from OCR of low confidence. A text layer is never poor."""
    words = [word for page in document_text.pages if page.route not in TEXT_LAYER_ROUTES for word in page.words]
    letters = sum(len(word.text) for word in words)
    sure = sum(len(word.text) * word.confidence for word in words)
    return bool(letters) and letters > _embedded(document_text) and sure < READABLE * letters


def _embedded(document_text: DocumentText) -> int:
    """The number of letters in text layers."""
    pages = (page for page in document_text.pages if page.route in TEXT_LAYER_ROUTES)
    return sum(len(word.text) for page in pages for word in page.words)
