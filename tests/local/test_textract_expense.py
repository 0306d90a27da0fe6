"""AnalyzeExpense of the local Textract: typed fields by plain rules, in the service's own form."""

import base64
from pathlib import Path
from typing import Any

import pytest

from billhook.adapters.textract_blocks import expense_page
from billhook.local.ocr import PrintedLine, PrintedWord
from billhook.local.textract.blocks import blocks_of
from billhook.local.textract.expense import expense_document
from tests.local.pictures import saved
from tests.local.recognizer import FakeCloud, quad
from tests.local.textract_calls import textract_over


def a_line(text: str, x: float, y: float, height: float = 0.02) -> PrintedLine:
    words, at = [], x
    for part in text.split():
        words.append(PrintedWord(part, 0.97, quad(at, y, at + 0.01 * len(part), y + height)))
        at += 0.01 * (len(part) + 1)
    return PrintedLine(text, 0.98, quad(x, y, at - 0.01, y + height), tuple(words))


def fields(*lines: PrintedLine) -> dict[str, tuple[str, str]]:
    """Label and value by type."""
    document = expense_document(blocks_of(lines, page=1, seed="s"))
    return {
        field["Type"]["Text"]: (field.get("LabelDetection", {}).get("Text", ""), field["ValueDetection"]["Text"])
        for field in document["SummaryFields"]
    }


def test_expense_finds_values_after_beside_or_below_labels() -> None:
    found = fields(
        a_line("Northern Light Electric", 0.1, 0.05, 0.04),
        a_line("Due Date: November 21, 2026", 0.1, 0.3),
        a_line("Total Amount Due", 0.1, 0.4),
        a_line("$121.00", 0.6, 0.4),
        a_line("Account Number", 0.1, 0.5),
        a_line("100-200-300", 0.1, 0.53),
    )

    assert found == {
        "VENDOR_NAME": ("", "Northern Light Electric"),
        "DUE_DATE": ("Due Date", "November 21, 2026"),
        "TOTAL": ("Total Amount Due", "$121.00"),
        "ACCOUNT_NUMBER": ("Account Number", "100-200-300"),
    }


def test_expense_label_without_value_gives_no_field() -> None:
    assert fields(a_line("Total Amount Due", 0.1, 0.4), a_line("see overleaf", 0.6, 0.4)) == {}


def test_textract_reader_parses_expense_fields() -> None:
    lines = (a_line("Total Amount Due", 0.1, 0.4), a_line("$121.00", 0.6, 0.4))
    sight = expense_page({"ExpenseDocuments": [expense_document(blocks_of(lines, page=1, seed="s"))]})

    (field,) = sight.fields
    assert (field.kind, field.label) == ("TOTAL", "Total Amount Due")
    assert field.confidence == pytest.approx(0.9)
    assert (field.box.x0, field.box.y1) == pytest.approx((0.6, 0.42))
    assert [word.text for word in sight.words] == ["Total", "Amount", "Due", "$121.00"]


def test_textract_analyzes_expense_of_an_image(tmp_path: Path) -> None:
    request = {"Document": {"Bytes": base64.b64encode(saved("PNG")).decode()}}

    answer: dict[str, Any] = textract_over(FakeCloud(), tmp_path).call("AnalyzeExpense", request)

    (document,) = answer["ExpenseDocuments"]
    assert answer["DocumentMetadata"] == {"Pages": 1}
    assert (document["ExpenseIndex"], len(document["Blocks"])) == (1, 4)
