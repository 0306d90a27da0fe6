"""Decoding of Textract answers: words, forms, tables, typed fields and rotated pages."""

import json
import os
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from billhook.adapters.textract_blocks import document_text_of, expense_page, recognized_pages
from billhook.domain.document_text import Box, Route
from billhook.domain.errors import Rejection

CORPUS = Path(os.environ.get("BILLHOOK_CORPUS", Path(__file__).parents[3] / "shared/corpus"))
Block = dict[str, Any]


def geometry(x0: float, y0: float, x1: float, y1: float, turn: int = 0) -> Block:
    corners = [(x0, y0), (x1, y0), (x1, y1), (x0, y1)]
    reading_order = corners[turn:] + corners[:turn]
    return {
        "BoundingBox": {"Left": x0, "Top": y0, "Width": x1 - x0, "Height": y1 - y0},
        "Polygon": [{"X": x, "Y": y} for x, y in reading_order],
    }


def a_word(text: str, x: float, *, page: int = 1, turn: int = 0) -> Block:
    place = geometry(x, 0.2, x + 0.1, 0.25, turn) if turn % 2 == 0 else geometry(0.2, x, 0.25, x + 0.1, turn)
    return {"BlockType": "WORD", "Id": text, "Text": text, "Confidence": 98.0, "Geometry": place, "Page": page}


def a_pair(key: list[str], value: list[str], x: float = 0.5) -> list[Block]:
    place = geometry(x, 0.2, x + 0.2, 0.25)
    children = [{"Type": "CHILD", "Ids": key}, {"Type": "VALUE", "Ids": ["value"]}]
    common = {"BlockType": "KEY_VALUE_SET", "Geometry": place, "Page": 1}
    return [
        {**common, "Id": "key", "EntityTypes": ["KEY"], "Confidence": 80.0, "Relationships": children},
        {**common, "Id": "value", "EntityTypes": ["VALUE"], "Confidence": 70.0}
        | ({"Relationships": [{"Type": "CHILD", "Ids": value}]} if value else {}),
    ]


def test_recognized_pages_have_the_words_of_their_page() -> None:
    pages = recognized_pages([a_word("first", 0.1), a_word("second", 0.1, page=2)], 2)

    assert [[word.text for word in page.words] for page in pages] == [["first"], ["second"]]


def test_form_field_has_label_and_box_of_its_value() -> None:
    blocks = [a_word("Due", 0.1), a_word("date", 0.25), a_word("May", 0.5), *a_pair(["Due", "date"], ["May"])]

    (page,) = recognized_pages(blocks, 1)

    (field,) = page.fields
    assert (field.kind, field.label, field.confidence) == ("", "Due date", 0.7)
    assert field.box == Box(0.5, 0.2, 0.7, 0.25)


def test_form_field_without_value_is_omitted() -> None:
    (page,) = recognized_pages([a_word("Due", 0.1), *a_pair(["Due"], [])], 1)

    assert page.fields == ()


def test_table_cells_become_boxes() -> None:
    cell = {"BlockType": "CELL", "Id": "c", "Geometry": geometry(0.1, 0.2, 0.3, 0.25), "Page": 1}

    (page,) = recognized_pages([a_word("Due", 0.1), cell], 1)

    (box,) = page.cells
    assert (box.x0, box.y0, box.x1, box.y1) == pytest.approx((0.1, 0.2, 0.3, 0.25))


@pytest.mark.parametrize(
    ("turn", "box"),
    [
        (0, Box(0.6, 0.2, 0.7, 0.25)),
        (1, Box(0.6, 0.75, 0.7, 0.8)),
        (2, Box(0.3, 0.75, 0.4, 0.8)),
        (3, Box(0.3, 0.2, 0.4, 0.25)),
    ],
)
def test_page_words_of_rotated_text_are_turned_upright(turn: int, box: Box) -> None:
    (page,) = recognized_pages([a_word("Total", 0.6, turn=turn), a_word("I", 0.1)], 1)

    turned_box = page.words[0].box
    assert page.turn == turn
    assert (turned_box.x0, turned_box.y0, turned_box.x1, turned_box.y1) == pytest.approx(
        (box.x0, box.y0, box.x1, box.y1)
    )


def test_document_text_joins_all_parts_of_an_answer() -> None:
    parts = [
        {"JobStatus": "SUCCEEDED", "NextToken": "more", "Blocks": [a_word("one", 0.1)]},
        {"JobStatus": "SUCCEEDED", "Blocks": [a_word("two", 0.1, page=2), a_word("more", 0.3)]},
    ]

    reading = document_text_of(parts)

    assert [[word.text for word in page.words] for page in reading.pages] == [["one", "more"], ["two"]]
    assert ({page.route for page in reading.pages}, reading.cost) == ({Route.DETECT_TEXT}, Decimal("0.0030"))


@pytest.mark.parametrize("status", ["FAILED", "IN_PROGRESS"])
def test_document_text_of_unfinished_or_failed_job_is_rejected(status: str) -> None:
    with pytest.raises(Rejection) as refused:
        document_text_of([{"JobStatus": status}])

    assert refused.value.code == "unreadable"


def a_field(kind: str, label: str, value: str, **fields: Any) -> Block:
    return {
        "Type": {"Text": kind, "Confidence": 90.0},
        "LabelDetection": {"Text": label, "Confidence": 80.0, "Geometry": geometry(0.1, 0.2, 0.3, 0.22)},
        "ValueDetection": {"Text": value, "Confidence": 95.0, "Geometry": geometry(0.5, 0.2, 0.7, 0.22)},
        "PageNumber": 1,
        **fields,
    }


def test_summary_fields_have_type_and_label() -> None:
    field = a_field("DUE_DATE", "Pay\nby", "May 22")

    page = expense_page({"ExpenseDocuments": [{"SummaryFields": [field, a_field("OTHER", "Meter", "7")]}]})

    assert [(field.kind, field.label, field.confidence) for field in page.fields] == [
        ("DUE_DATE", "Pay by", 0.9),
        ("", "Meter", 0.9),
    ]


def test_summary_fields_without_blocks_supply_the_words() -> None:
    page = expense_page({"ExpenseDocuments": [{"SummaryFields": [a_field("TOTAL", "Total due", "$5.00")]}]})

    assert [word.text for word in page.words] == ["Total", "due", "$5.00"]
    assert page.words[0].box.x1 < page.words[1].box.x0


def test_summary_field_without_geometry_is_omitted() -> None:
    field = a_field("CITY", "", "", ValueDetection={"Text": "", "Confidence": 99.0}, LabelDetection=None)

    assert expense_page({"ExpenseDocuments": [{"SummaryFields": [field]}]}).fields == ()


RECORDINGS = sorted(CORPUS.glob("textract/*.json"))


@pytest.mark.corpus
@pytest.mark.parametrize("recording", RECORDINGS, ids=lambda path: path.stem)
def test_recorded_textract_responses_are_decoded(recording: Path) -> None:
    answers = json.loads(recording.read_text())
    parts = answers if isinstance(answers, list) else [answers]
    if parts[0].get("JobStatus") in ("FAILED", "IN_PROGRESS"):
        with pytest.raises(Rejection):
            document_text_of(parts)
        return

    reading = document_text_of(parts)

    assert len(reading.pages) == parts[0].get("DocumentMetadata", {"Pages": 1})["Pages"]
    places = [word.box for page in reading.pages for word in page.words]
    places += [field.box for page in reading.pages for field in page.fields]
    assert all(0 <= box.x0 <= box.x1 <= 1 and 0 <= box.y0 <= box.y1 <= 1 for box in places)
    wide = sum(word.box.x1 - word.box.x0 > 0.7 * (word.box.y1 - word.box.y0) for p in reading.pages for word in p.words)
    assert wide >= 0.6 * sum(len(page.words) for page in reading.pages)
