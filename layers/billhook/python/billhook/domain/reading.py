"""What the page says: pages and words with boxes, the same whoever read them. No meaning yet.

Boxes are fractions (0..1) of the page as displayed: rotation and CropBox are already applied, the
origin is the top left corner, y grows downwards.
"""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class Route(StrEnum):
    """How a page was read."""

    TEXT_LAYER = "text_layer"
    DETECT_TEXT = "detect_text"
    DETECT_TEXT_ASYNC = "detect_text_async"
    EXPENSE = "analyze_expense"
    LOCAL_OCR = "local_ocr"
    BLANK = "blank"


COST_PER_PAGE_USD = {
    Route.TEXT_LAYER: Decimal(0),
    Route.DETECT_TEXT: Decimal("0.0015"),
    Route.DETECT_TEXT_ASYNC: Decimal("0.0015"),
    Route.EXPENSE: Decimal("0.0115"),
    Route.LOCAL_OCR: Decimal(0),
    Route.BLANK: Decimal(0),
}
"""AWS list prices in us-east-1 below a million pages a month; expense pages were detected first."""


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in fractions of the page as displayed."""

    x0: float
    y0: float
    x1: float
    y1: float


@dataclass(frozen=True, slots=True)
class Word:
    """One word as printed; ``confidence`` is the reader's own, 0..1 (1.0 for a text layer)."""

    text: str
    box: Box
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Page:
    """One page; ``width`` and ``height`` are its displayed size in points (images: pixels)."""

    number: int
    width: float
    height: float
    route: Route
    words: tuple[Word, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """All pages of a file, in order, numbered from 1."""

    pages: tuple[Page, ...]

    @property
    def cost(self) -> Decimal:
        """What reading it cost in USD, by route and page."""
        return sum((COST_PER_PAGE_USD[page.route] for page in self.pages), Decimal(0))
