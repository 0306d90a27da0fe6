"""Textract responses as recognized pages: pure functions over the JSON of its operations, live or recorded.

DetectDocumentText returns words; AnalyzeDocument adds forms (KEY_VALUE_SET) and tables (CELL); AnalyzeExpense has typed
fields. Textract's lines are not used: the layout stage groups words into lines.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from billhook.domain.document_text import (
    COST_PER_PAGE_USD,
    Box,
    DocumentText,
    PageText,
    RecognizedPage,
    Route,
    ServiceField,
    Word,
)
from billhook.domain.errors import Rejection
from billhook.domain.rotation import Quad, turn_of, upright_box

Block = Mapping[str, Any]
TextractResponse = Mapping[str, Any]

LETTER = (612.0, 792.0)
"""Textract does not return page sizes; for recorded responses only the aspect ratio matters, and little."""

UNTYPED = "OTHER"


def recognized_pages(blocks: Sequence[Block], pages: int) -> list[RecognizedPage]:
    """Return the pages of the blocks of all parts of a response."""
    return [_page([block for block in blocks if block.get("Page", 1) == number]) for number in range(1, pages + 1)]


def expense_page(response: TextractResponse) -> RecognizedPage:
    """Return the page of an AnalyzeExpense response, which may have several expense documents."""
    return _expense_pages(response.get("ExpenseDocuments", ())).get(1, RecognizedPage())


def document_text_of(responses: Iterable[TextractResponse]) -> DocumentText:
    """Return the document text of recorded responses: all parts of one operation, in order.

    Raises Rejection(unreadable) for a job that failed or is not complete.
    """
    parts = list(responses)
    for part in parts:
        if part.get("JobStatus", "SUCCEEDED") not in ("SUCCEEDED", "PARTIAL_SUCCESS"):
            raise Rejection("unreadable", f"The OCR job is {part['JobStatus']}.")
    expenses = [document for part in parts for document in part.get("ExpenseDocuments", ())]
    blocks = [block for part in parts for block in part.get("Blocks", ())]
    if expenses:
        by_number = _expense_pages(expenses)
        pages = [by_number.get(number, RecognizedPage()) for number in range(1, max(by_number, default=0) + 1)]
        route = Route.EXPENSE
    else:
        pages = recognized_pages(blocks, max((block.get("Page", 1) for block in blocks), default=0))
        analyzed = any(block["BlockType"] in ("KEY_VALUE_SET", "TABLE") for block in blocks)
        route = Route.ANALYZED if analyzed else Route.DETECT_TEXT
    return DocumentText(tuple(_page_text(number, page, route) for number, page in enumerate(pages, 1)))


def _page_text(number: int, page: RecognizedPage, route: Route) -> PageText:
    paid = COST_PER_PAGE_USD[route]
    return PageText(number, *LETTER, route, page.words, page.turn, page.fields, page.cells, paid)


def _page(blocks: Sequence[Block]) -> RecognizedPage:
    words = [block for block in blocks if block["BlockType"] == "WORD"]
    turn = turn_of((block["Text"], _quad(block["Geometry"])) for block in words)
    return RecognizedPage(
        words=tuple(_word(block["Text"], block, turn) for block in words),
        turn=turn,
        fields=tuple(_forms(blocks, turn)),
        cells=tuple(_box(block["Geometry"], turn) for block in blocks if block["BlockType"] == "CELL"),
    )


def _forms(blocks: Sequence[Block], turn: int) -> Iterator[ServiceField]:
    """Yield the key-value pairs of a form: label text and value box. Pairs without either are left out."""
    by_id = {block["Id"]: block for block in blocks if "Id" in block}
    for key in blocks:
        if key["BlockType"] != "KEY_VALUE_SET" or "KEY" not in key.get("EntityTypes", ()):
            continue
        label = " ".join(by_id[word]["Text"] for word in _related(key, "CHILD") if "Text" in by_id.get(word, {}))
        for value in (by_id[value_id] for value_id in _related(key, "VALUE") if value_id in by_id):
            has_text = any("Text" in by_id.get(word, {}) for word in _related(value, "CHILD"))
            if label and has_text:
                confidence = min(key["Confidence"], value["Confidence"]) / 100
                yield ServiceField("", label, _box(value["Geometry"], turn), confidence)


def _related(block: Block, kind: str) -> list[str]:
    """Return the ids of a block's relationships of one type."""
    relations = (relation for relation in block.get("Relationships") or () if relation["Type"] == kind)
    return [block_id for relation in relations for block_id in relation["Ids"]]


def _expense_pages(documents: Iterable[Block]) -> dict[int, RecognizedPage]:
    """Return the pages of expense documents by number. Without blocks, the texts of the fields become the words."""
    blocks: dict[int, list[Block]] = defaultdict(list)
    fields: dict[int, list[Block]] = defaultdict(list)
    lines: dict[int, list[Block]] = defaultdict(list)
    for document in documents:
        for block in document.get("Blocks", ()):
            blocks[block.get("Page", 1)].append(block)
        for field in document.get("SummaryFields", ()):
            fields[field.get("PageNumber", 1)].append(field)
        for field in _items(document):
            lines[field.get("PageNumber", 1)].append(field)
    return {page: _expense_page(blocks[page], fields[page], lines[page]) for page in sorted({*blocks, *fields, *lines})}


def _items(document: Block) -> Iterator[Block]:
    for group in document.get("LineItemGroups", ()):
        for item in group.get("LineItems", ()):
            yield from item.get("LineItemExpenseFields", ())


def _expense_page(blocks: Sequence[Block], fields: Sequence[Block], items: Sequence[Block]) -> RecognizedPage:
    page = _page(blocks) if blocks else _page_of_detections([*fields, *items])
    service_fields = (_service_field(field, page.turn) for field in fields)
    return RecognizedPage(page.words, page.turn, tuple(field for field in service_fields if field), page.cells)


_PARTS = ("LabelDetection", "ValueDetection")


def _page_of_detections(fields: Sequence[Block]) -> RecognizedPage:
    """Build a page from the texts of expense fields, each box once."""
    detections = [part for field in fields for name in _PARTS if (part := field.get(name)) and part.get("Text")]
    by_box = {str(part.get("Geometry")): part for part in detections if part.get("Geometry")}
    turn = turn_of((part["Text"], _quad(part["Geometry"])) for part in by_box.values())
    return RecognizedPage(words=tuple(word for part in by_box.values() for word in _spread(part, turn)), turn=turn)


def _service_field(field: Block, turn: int) -> ServiceField | None:
    value = field.get("ValueDetection") or {}
    if not value.get("Text") or not value.get("Geometry"):
        return None
    kind = field["Type"]["Text"]
    label = " ".join((field.get("LabelDetection") or {}).get("Text", "").split())
    confidence = min(field["Type"].get("Confidence", 100.0), value.get("Confidence", 100.0)) / 100
    return ServiceField("" if kind == UNTYPED else kind, label, _box(value["Geometry"], turn), confidence)


def _spread(detection: Block, turn: int) -> Iterator[Word]:
    """Split a text with a single box into words: line by line, with widths in proportion to the letters."""
    box, confidence = _box(detection["Geometry"], turn), detection.get("Confidence", 100.0) / 100
    rows = [row.split() for row in detection["Text"].split("\n") if row.strip()]
    height = (box.y1 - box.y0) / max(1, len(rows))
    for number, row in enumerate(rows):
        letters = sum(map(len, row)) + len(row) - 1
        letter_width, x = (box.x1 - box.x0) / letters, box.x0
        top = box.y0 + number * height
        for text in row:
            yield Word(text, Box(x, top, x + letter_width * len(text), top + height), confidence)
            x += letter_width * (len(text) + 1)


def _word(text: str, block: Block, turn: int) -> Word:
    return Word(text=text, box=_box(block["Geometry"], turn), confidence=block["Confidence"] / 100)


def _quad(geometry: Block) -> Quad:
    """Return the corners in text direction; a box without polygon runs from left to right."""
    polygon = geometry.get("Polygon") or ()
    if len(polygon) >= 4:
        return [(corner["X"], corner["Y"]) for corner in polygon[:4]]
    box = geometry["BoundingBox"]
    x0, y0 = box["Left"], box["Top"]
    x1, y1 = x0 + box["Width"], y0 + box["Height"]
    return [(x0, y0), (x1, y0), (x1, y1), (x0, y1)]


def _box(geometry: Block, turn: int) -> Box:
    box = geometry["BoundingBox"]
    x0, y0 = box["Left"], box["Top"]
    return upright_box([(x0, y0), (x0 + box["Width"], y0 + box["Height"])], turn)
