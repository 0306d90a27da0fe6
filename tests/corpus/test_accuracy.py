"""Accuracy on real and generated bills of the corpus with a text layer; the benchmark scores those that need OCR."""

import json
import os
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from billhook.adapters.sandboxed_files import SandboxedFiles
from billhook.domain.bill import Bill, Extraction
from billhook.extraction.pipeline.pipeline import extract

CORPUS = Path(os.environ.get("BILLHOOK_CORPUS", Path(__file__).parents[3] / "shared/corpus"))
FIELDS = {
    "account_number": "account_number",
    "bill_date": "bill_date",
    "currency": "charges_units",
    "due_date": "due_date",
    "payments": "after_previous_total_payment",
    "previous_balance": "previous_close_balance",
    "total_due": "total_charges",
}

pytestmark = [
    pytest.mark.corpus,
    pytest.mark.skipif(
        not (CORPUS / "truth").is_dir(), reason="no corpus: lay it beside the repository or set BILLHOOK_CORPUS"
    ),
]


def truths(folder: Path) -> list[dict[str, Any]]:
    records = [json.loads(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.json"))]
    return [truth for truth in records if "file" in truth and not truth.get("borderline")]


def extracted(path: Path) -> Extraction | None:
    """Extract a file; return None when a page of it has no text layer."""
    with SandboxedFiles().open(path.read_bytes()) as file:
        return None if file.pages_to_ocr else extract(file.text_layer)


def plain(value: object) -> str:
    """Normalize a value of either side: ``12.5`` is ``12.50``, and ``12-34`` is ``1234``."""
    if isinstance(value, float | int | Decimal):
        return f"{Decimal(str(value)):.2f}"
    return "".join(letter for letter in str(value).lower() if letter.isalnum())


def matched_fields(truth: dict[str, Any], bill: Bill) -> dict[str, bool]:
    """Return for each printed field whether the bill has the true value or an accepted alternative."""
    scored = {}
    for name, attribute in FIELDS.items():
        accepted = [truth.get(name), *truth.get("alternatives", {}).get(name, [])]
        if truth.get(name) not in (None, ""):
            got = getattr(bill, attribute)
            scored[name] = plain(0 if got is None and "balance" in attribute else got) in map(plain, accepted)
    return scored


def rate_of(folder: Path, truth_folder: Path) -> tuple[float, list[str]]:
    """Return the share of correct header values, and the wrong ones as ``file: field``."""
    right, wrong = 0, []
    for truth in truths(truth_folder):
        path = folder / truth["file"]
        if not truth["is_utility_bill"] or path.suffix != ".pdf" or not path.is_file():
            continue
        extraction = extracted(path)
        if extraction is None:
            continue
        for name, holds in matched_fields(truth, extraction.bills[0] if extraction.bills else Bill()).items():
            right += holds
            wrong += [] if holds else [f"{path.name}: {name}"]
    return right / max(1, right + len(wrong)), wrong


def test_extraction_of_real_bills_is_mostly_right() -> None:
    rate, wrong = rate_of(CORPUS, CORPUS / "truth")

    assert rate >= 0.92, wrong


def test_extraction_of_generated_bills_is_nearly_all_right() -> None:
    rate, wrong = rate_of(CORPUS / "synthetic", CORPUS / "synthetic" / "truth")

    assert rate >= 0.98, wrong


def test_extraction_of_other_documents_finds_no_utility_bill() -> None:
    mistaken = []
    for truth in truths(CORPUS / "truth"):
        path = CORPUS / truth["file"]
        if truth["is_utility_bill"] or path.suffix != ".pdf":
            continue
        extraction = extracted(path)
        mistaken += [path.name] if extraction is not None and extraction.is_utility_bill else []

    assert mistaken == []
