"""What Textract answers, as Sights: pure functions over the JSON of all its operations, live or recorded.

DetectDocumentText gives words; AnalyzeDocument adds forms (KEY_VALUE_SET) and tables (CELL); AnalyzeExpense has typed
fields. Lines are not used: layout makes its own of the words.
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
"""Textract does not say how large a page is; of a recorded one only the shape matters, and that little."""

UNTYPED = "OTHER"


def recognized_pages(blocks: Sequence[Block], pages: int) -> list[RecognizedPage]:
    """What the blocks of all parts of an answer say of each page."""
    return [_sight([block for block in blocks if block.get("Page", 1) == number]) for number in range(1, pages + 1)]


def expense_page(answer: TextractResponse) -> RecognizedPage:
    """What AnalyzeExpense says of a single page, which may hold several expense documents."""
    return _expense_sights(answer.get("ExpenseDocuments", ())).get(1, RecognizedPage())


def reading_of(answers: Iterable[TextractResponse]) -> DocumentText:
    """The reading that recorded answers make: of one operation, all parts of it in order.

    Raises Rejection(unreadable) for a job that failed or that is not over.
    """
    parts = list(answers)
    for part in parts:
        if part.get("JobStatus", "SUCCEEDED") not in ("SUCCEEDED", "PARTIAL_SUCCESS"):
            raise Rejection("unreadable", f"The OCR job is {part['JobStatus']}.")
    expenses = [document for part in parts for document in part.get("ExpenseDocuments", ())]
    blocks = [block for part in parts for block in part.get("Blocks", ())]
    if expenses:
        found = _expense_sights(expenses)
        seen = [found.get(number, RecognizedPage()) for number in range(1, max(found, default=0) + 1)]
        route = Route.EXPENSE
    else:
        seen = recognized_pages(blocks, max((block.get("Page", 1) for block in blocks), default=0))
        analyzed = any(block["BlockType"] in ("KEY_VALUE_SET", "TABLE") for block in blocks)
        route = Route.ANALYZED if analyzed else Route.DETECT_TEXT
    return DocumentText(tuple(_page(number, sight, route) for number, sight in enumerate(seen, 1)))


def _page(number: int, sight: RecognizedPage, route: Route) -> PageText:
    paid = COST_PER_PAGE_USD[route]
    return PageText(number, *LETTER, route, sight.words, sight.turn, sight.fields, sight.cells, paid)


def _sight(blocks: Sequence[Block]) -> RecognizedPage:
    words = [block for block in blocks if block["BlockType"] == "WORD"]
    turn = turn_of((block["Text"], _quad(block["Geometry"])) for block in words)
    return RecognizedPage(
        words=tuple(_word(block["Text"], block, turn) for block in words),
        turn=turn,
        fields=tuple(_forms(blocks, turn)),
        cells=tuple(_box(block["Geometry"], turn) for block in blocks if block["BlockType"] == "CELL"),
    )


def _forms(blocks: Sequence[Block], turn: int) -> Iterator[ServiceField]:
    """The pairs of a form: a label and the box of its value. Pairs without either say nothing."""
    known = {block["Id"]: block for block in blocks if "Id" in block}
    for key in blocks:
        if key["BlockType"] != "KEY_VALUE_SET" or "KEY" not in key.get("EntityTypes", ()):
            continue
        label = " ".join(known[one]["Text"] for one in _related(key, "CHILD") if "Text" in known.get(one, {}))
        for value in (known[one] for one in _related(key, "VALUE") if one in known):
            says = any("Text" in known.get(one, {}) for one in _related(value, "CHILD"))
            if label and says:
                sure = min(key["Confidence"], value["Confidence"]) / 100
                yield ServiceField("", label, _box(value["Geometry"], turn), sure)


def _related(block: Block, kind: str) -> list[str]:
    return [one for relation in block.get("Relationships") or () if relation["Type"] == kind for one in relation["Ids"]]


def _expense_sights(documents: Iterable[Block]) -> dict[int, RecognizedPage]:
    """What expense documents say, by page. Without blocks, the texts of the fields are the words that there are."""
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
    return {
        page: _expense_sight(blocks[page], fields[page], lines[page]) for page in sorted({*blocks, *fields, *lines})
    }


def _items(document: Block) -> Iterator[Block]:
    for group in document.get("LineItemGroups", ()):
        for item in group.get("LineItems", ()):
            yield from item.get("LineItemExpenseFields", ())


def _expense_sight(blocks: Sequence[Block], fields: Sequence[Block], items: Sequence[Block]) -> RecognizedPage:
    if blocks:
        seen = _sight(blocks)
    else:
        told = [one for field in (*fields, *items) for name in _PARTS if (one := field.get(name)) and one.get("Text")]
        placed = {str(one.get("Geometry")): one for one in told if one.get("Geometry")}
        turn = turn_of((one["Text"], _quad(one["Geometry"])) for one in placed.values())
        seen = RecognizedPage(words=tuple(word for one in placed.values() for word in _spread(one, turn)), turn=turn)
    stated = (_stated(field, seen.turn) for field in fields)
    return RecognizedPage(seen.words, seen.turn, tuple(one for one in stated if one), seen.cells)


_PARTS = ("LabelDetection", "ValueDetection")


def _stated(field: Block, turn: int) -> ServiceField | None:
    value = field.get("ValueDetection") or {}
    if not value.get("Text") or not value.get("Geometry"):
        return None
    kind = field["Type"]["Text"]
    label = " ".join((field.get("LabelDetection") or {}).get("Text", "").split())
    sure = min(field["Type"].get("Confidence", 100.0), value.get("Confidence", 100.0)) / 100
    return ServiceField("" if kind == UNTYPED else kind, label, _box(value["Geometry"], turn), sure)


def _spread(told: Block, turn: int) -> Iterator[Word]:
    """The words of a text of which only the whole has a box: line below line, each as wide as its letters."""
    around, sure = _box(told["Geometry"], turn), told.get("Confidence", 100.0) / 100
    rows = [row.split() for row in told["Text"].split("\n") if row.strip()]
    height = (around.y1 - around.y0) / max(1, len(rows))
    for number, row in enumerate(rows):
        letters = sum(map(len, row)) + len(row) - 1
        step, at = (around.x1 - around.x0) / letters, around.x0
        top = around.y0 + number * height
        for text in row:
            yield Word(text, Box(at, top, at + step * len(text), top + height), sure)
            at += step * (len(text) + 1)


def _word(text: str, block: Block, turn: int) -> Word:
    return Word(text=text, box=_box(block["Geometry"], turn), confidence=block["Confidence"] / 100)


def _quad(geometry: Block) -> Quad:
    """The corners in reading order; a box without them reads from left to right."""
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
