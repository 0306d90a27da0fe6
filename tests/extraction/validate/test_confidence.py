"""Confidence: monotonic in the score, bounded by the OCR confidence, and computed for every value with evidence."""

import json
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest

from billhook.extraction import extract
from billhook.extraction.pipeline.pipeline import extract_bills
from billhook.extraction.validate import confidence
from billhook.extraction.validate.confidence import MOST, confidence_of
from billhook.extraction.validate.features import SCORE_STEPS, ConfidenceFeatures
from tests.bills import open as in_the_open
from tests.bills.bundles import recognised

FEATURES = ConfidenceFeatures(
    "totalCharges",
    "hold 1",
    all_checks_pass=True,
    is_ocr=False,
    occurrences=2,
    maybe_truncated=False,
    context="",
    score=0.5,
    ocr_confidence=1.0,
)
WEIGHTS = json.loads(Path(confidence.__file__).with_name("weights.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("field", ["totalCharges", "dueDate", "usageData.usage", "lineItems.totalCharge", "unheard"])
def test_confidence_never_falls_as_score_rises(field: str) -> None:
    features = [replace(FEATURES, field=field, score=score) for score in (0.0, *SCORE_STEPS, 1.0)]

    confidences = [confidence_of(step, WEIGHTS) for step in features]

    assert all(low <= high for low, high in pairwise(confidences))


def test_confidence_is_lower_when_check_fails() -> None:
    passed = replace(FEATURES, score=0.99)
    failed = replace(passed, check_support="fail", all_checks_pass=False)

    assert confidence_of(failed, WEIGHTS) < confidence_of(passed, WEIGHTS)


def test_confidence_never_exceeds_ocr_confidence() -> None:
    assert confidence_of(replace(FEATURES, score=0.99, is_ocr=True, ocr_confidence=0.61), WEIGHTS) == 0.61


def test_extract_calibrates_evidence_and_keeps_its_text() -> None:
    made = in_the_open.bill(11, "US")
    document_text = recognised(made.reading, 11)

    (raw,) = extract_bills(document_text).bills
    (bill,) = extract(document_text).bills

    assert {pointer: evidence.text for pointer, evidence in bill.evidence.items()} == {
        pointer: evidence.text for pointer, evidence in raw.evidence.items()
    }
    assert all(0 <= evidence.confidence <= MOST for evidence in bill.evidence.values())
