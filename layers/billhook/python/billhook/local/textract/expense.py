"""AnalyzeExpense by simple rules: typed summary fields for labels with a value to the right or below.

Covers fewer fields than the service, in its format: type, label and value with text, geometry and confidence.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from billhook.local.textract.blocks import Block

_TYPES = (
    ("DUE_DATE", r"due date|date due|pay(?:ment)? by|payable by|fällig|échéance|vencimiento|scadenza|vencimento"),
    ("INVOICE_RECEIPT_DATE", r"(?:bill|invoice|statement|issue) date|date of (?:bill|issue)|rechnungsdatum|fecha"),
    ("INVOICE_RECEIPT_ID", r"(?:invoice|bill|statement) (?:no|number|id)\b|invoice #|rechnungsnummer|n° de facture"),
    ("ACCOUNT_NUMBER", r"(?:account|customer|acct) (?:no|number|#)|kundennummer|n° client|número de cliente"),
    ("PRIOR_BALANCE", r"(?:previous|prior|last) balance|balance (?:from|of) (?:your )?last"),
    ("SUBTOTAL", r"sub-?total|zwischensumme|sous-total"),
    ("TAX", r"(?:sales )?tax\b|vat\b|gst\b|mwst|tva\b|iva\b"),
    (
        "TOTAL",
        r"(?:total )?amount due|total due|balance due|please pay|gesamtbetrag|total à payer|total a pagar|^total$",
    ),
)
_LABELS = [(kind, re.compile(pattern, re.IGNORECASE)) for kind, pattern in _TYPES]
_DATE = re.compile(r"\d.*\d{2}$|\d{4}")
_VALUE = re.compile(r"\d")
_MONEY = frozenset({"TOTAL", "TAX", "SUBTOTAL", "PRIOR_BALANCE"})
_AMOUNT = re.compile(r"\d[.,]\d{2}(?!\d)")

TOP = 0.2
NEAR = 2.5
"""Largest distance of a value below its label, in label heights."""


def expense_document(blocks: Sequence[Block]) -> Block:
    """One ExpenseDocument of all blocks of a page, as AnalyzeExpense answers it."""
    lines = [_Line(block, blocks) for block in blocks if block["BlockType"] == "LINE"]
    fields = [*_vendor(lines), *_labelled(lines)]
    return {"ExpenseIndex": 1, "SummaryFields": fields, "LineItemGroups": [], "Blocks": list(blocks)}


class _Line:
    """A line with its words."""

    def __init__(self, block: Block, blocks: Sequence[Block]) -> None:
        self.block, self.text = block, str(block["Text"])
        word_ids = {word_id for relation in block.get("Relationships", ()) for word_id in relation["Ids"]}
        self.words = [word for word in blocks if word["Id"] in word_ids]
        box = block["Geometry"]["BoundingBox"]
        self.x0, self.y0 = box["Left"], box["Top"]
        self.x1, self.y1 = self.x0 + box["Width"], self.y0 + box["Height"]

    @property
    def height(self) -> float:
        return float(self.y1 - self.y0)


def _labelled(lines: Sequence[_Line]) -> Iterator[Block]:
    for line in lines:
        for kind, pattern in _LABELS:
            match = pattern.search(line.text)
            if match is None:
                continue
            value = _after(line, match.end(), kind) or _beside(line, lines, kind) or _below(line, lines, kind)
            if value:
                yield _field(kind, line, line.text[: match.end()], value)
            break


def _after(line: _Line, at: int, kind: str) -> list[Block] | None:
    """The words of a line after its label."""
    words, place = [], 0
    for word in line.words:
        place = line.text.find(word["Text"], place)
        if place >= at:
            words.append(word)
        place += len(word["Text"])
    return words if words and _fits(" ".join(word["Text"] for word in words), kind) else None


def _beside(line: _Line, lines: Sequence[_Line], kind: str) -> list[Block] | None:
    middle = (line.y0 + line.y1) / 2
    right = [other for other in lines if other.y0 < middle < other.y1 and other.x0 >= line.x1]
    return _first(sorted(right, key=lambda other: other.x0), kind)


def _below(line: _Line, lines: Sequence[_Line], kind: str) -> list[Block] | None:
    reach = line.y1 + NEAR * line.height
    under = [other for other in lines if line.y1 <= other.y0 + 0.3 * line.height and other.y0 < reach]
    return _first([other for other in under if other.x0 < line.x1 and other.x1 > line.x0 and other is not line], kind)


def _first(lines: Sequence[_Line], kind: str) -> list[Block] | None:
    fitting = next((line for line in lines[:2] if _fits(line.text, kind)), None)
    return fitting.words if fitting else None


def _fits(text: str, kind: str) -> bool:
    pattern = _AMOUNT if kind in _MONEY else _DATE if kind.endswith("DATE") else _VALUE
    return bool(pattern.search(text)) and len(text) < 40


def _vendor(lines: Sequence[_Line]) -> Iterator[Block]:
    """The vendor: the line with the largest letters at the top of the page."""
    top = [line for line in lines if line.y0 < TOP and sum(map(str.isalpha, line.text)) > 3]
    largest = max(top, key=lambda line: line.height, default=None)
    if largest:
        yield _field("VENDOR_NAME", None, "", largest.words)


def _field(kind: str, label: _Line | None, label_text: str, value: Sequence[Block]) -> Block:
    field: Block = {
        "Type": {"Text": kind, "Confidence": 90.0},
        "ValueDetection": _detection(" ".join(word["Text"] for word in value), value),
        "PageNumber": 1,
    }
    return field | ({"LabelDetection": _detection(label_text, [label.block])} if label else {})


def _detection(text: str, parts: Sequence[Block]) -> Block:
    boxes = [part["Geometry"]["BoundingBox"] for part in parts]
    left, top = min(box["Left"] for box in boxes), min(box["Top"] for box in boxes)
    right, bottom = max(b["Left"] + b["Width"] for b in boxes), max(b["Top"] + b["Height"] for b in boxes)
    corners: list[dict[str, Any]] = [
        {"X": x, "Y": y} for x, y in ((left, top), (right, top), (right, bottom), (left, bottom))
    ]
    bounds = {"Left": left, "Top": top, "Width": right - left, "Height": bottom - top}
    confidence = min(part["Confidence"] for part in parts)
    return {"Text": text, "Confidence": confidence, "Geometry": {"BoundingBox": bounds, "Polygon": corners}}
