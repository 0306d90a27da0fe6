"""The text of a document: pages and words with boxes, equal for every reader and without interpretation.

Boxes are fractions (0..1) of the page as displayed: rotation and CropBox are already applied, the
origin is the top left corner, y grows downwards. Of a page that lies on its side or upside down, as scans do, they
are those of the page turned upright.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum

from billhook.domain.xml_element import XmlElement


class Route(StrEnum):
    """How a page was read."""

    TEXT_LAYER = "text_layer"
    TEXT_LAYER_AND_OCR = "text_layer_and_ocr"
    """The text layer, and OCR of the regions without words. Words of OCR have a confidence below 1."""

    DETECT_TEXT = "detect_text"
    DETECT_TEXT_ASYNC = "detect_text_async"
    EXPENSE = "analyze_expense"
    ANALYZED = "analyze_document"
    LOCAL_OCR = "local_ocr"
    BLANK = "blank"


COST_PER_PAGE_USD = {
    Route.TEXT_LAYER: Decimal(0),
    Route.TEXT_LAYER_AND_OCR: Decimal("0.0015"),
    Route.DETECT_TEXT: Decimal("0.0015"),
    Route.DETECT_TEXT_ASYNC: Decimal("0.0015"),
    Route.EXPENSE: Decimal("0.01"),
    Route.ANALYZED: Decimal("0.065"),
    Route.LOCAL_OCR: Decimal(0),
    Route.BLANK: Decimal(0),
}
"""AWS list prices in us-east-1 below a million pages a month; of an analysis, those of forms and tables."""

TEXT_LAYER_ROUTES = frozenset({Route.TEXT_LAYER, Route.TEXT_LAYER_AND_OCR})
"""Routes whose words, except those of some regions, come from a text layer."""


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in fractions of the page as displayed."""

    x0: float
    y0: float
    x1: float
    y1: float

    def has_center_of(self, other: "Box") -> bool:
        """Whether the center of ``other`` is inside."""
        return self.x0 <= (other.x0 + other.x1) / 2 <= self.x1 and self.y0 <= (other.y0 + other.y1) / 2 <= self.y1

    def of_part(self, part: "Box") -> "Box":
        """The place on the page of this box of a part of the page; ``part`` is the box of that part."""
        width, height = part.x1 - part.x0, part.y1 - part.y0
        return Box(
            part.x0 + self.x0 * width, part.y0 + self.y0 * height, part.x0 + self.x1 * width, part.y0 + self.y1 * height
        )


WHOLE_PAGE = Box(0.0, 0.0, 1.0, 1.0)


@dataclass(frozen=True, slots=True)
class Word:
    """One word as printed; ``confidence`` is the reader's own, 0..1 (1.0 for a text layer)."""

    text: str
    box: Box
    confidence: float = 1.0


def box_of(words: Sequence[Word]) -> Box:
    """The box around ``words``. Raises ValueError for none."""
    return Box(
        min(word.box.x0 for word in words),
        min(word.box.y0 for word in words),
        max(word.box.x1 for word in words),
        max(word.box.y1 for word in words),
    )


class Symbology(StrEnum):
    """The kinds of codes that are read from pages."""

    QR_CODE = "qr_code"
    DATA_MATRIX = "data_matrix"
    PDF417 = "pdf417"
    AZTEC = "aztec"
    ITF = "itf"
    CODE_128 = "code_128"


@dataclass(frozen=True, slots=True)
class ScannedCode:
    """A code on a page. ``content`` are its bytes without any guess of a charset; ``box`` as that of a word.

    ``is_gs1``: the symbol begins with FNC1, so its content is a row of GS1 elements, separated by 0x1D.
    """

    symbology: Symbology
    content: bytes
    box: Box
    is_gs1: bool = False


@dataclass(frozen=True, slots=True)
class ServiceField:
    """A field that a recognition service found on a page: evidence in addition to the words.

    ``kind`` is the service's own type of field, such as DUE_DATE, or empty where only the printed ``label`` is known.
    ``box`` is that of the value.
    """

    kind: str
    label: str
    box: Box
    confidence: float


@dataclass(frozen=True, slots=True)
class RecognizedPage:
    """What a recogniser saw of one page. All boxes are those of the page turned upright.

    ``turn`` is how the page lies as displayed: so many quarter turns clockwise. ``cells`` are those of tables.
    """

    words: tuple[Word, ...] = ()
    turn: int = 0
    fields: tuple[ServiceField, ...] = ()
    cells: tuple[Box, ...] = ()


@dataclass(frozen=True, slots=True)
class PageText:
    """One page; ``width`` and ``height`` are its size in points (images: pixels), upright.

    ``turn`` is how it lies as displayed, in quarter turns clockwise; words stand as on the page turned upright.
    ``paid`` is the cost of its recognition in USD, also of a failed one. ``regions`` show images or glyphs drawn as
    paths, have no words, and were not recognised.
    """

    number: int
    width: float
    height: float
    route: Route
    words: tuple[Word, ...] = ()
    turn: int = 0
    fields: tuple[ServiceField, ...] = ()
    cells: tuple[Box, ...] = ()
    paid: Decimal = Decimal(0)
    regions: tuple[Box, ...] = ()
    codes: tuple[ScannedCode, ...] = ()


@dataclass(frozen=True, slots=True)
class DocumentText:
    """All pages of a file, in order, numbered from 1, and the XML files that it is or that are attached to it."""

    pages: tuple[PageText, ...]
    xml_files: tuple[XmlElement, ...] = ()

    def with_pages(self, pages: Iterable[PageText]) -> "DocumentText":
        """The same file with other texts of its pages."""
        return replace(self, pages=tuple(pages))

    @property
    def cost(self) -> Decimal:
        """What reading it cost in USD."""
        return sum((page.paid for page in self.pages), Decimal(0))
