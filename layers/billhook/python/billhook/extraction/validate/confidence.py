"""Confidence: a logistic regression over the features of a value.

``scripts/calibrate.py`` trains the weights (``weights.json``) on generated bills whose truth is known. The weights of
score thresholds are never negative, so confidence never falls as the rule score rises. It never exceeds the OCR
confidence of the value's words.
"""

import json
from functools import cache
from math import exp
from pathlib import Path

from billhook.domain.bill import Bill, Evidence, EvidenceSource, Extraction
from billhook.domain.document_text import DocumentText
from billhook.domain.witness import WitnessSource
from billhook.extraction.validate.agreement import agreement_of
from billhook.extraction.validate.features import ConfidenceFeatures, features_of

MOST = 0.995
"""The highest confidence."""

AGREED, DIFFERING = 0.99, 0.5
"""The least confidence of a printed value that a witness states too, also if its words were recognised with less; and
the highest of one that a witness contradicts."""


def calibrated(extraction: Extraction, document_text: DocumentText) -> Extraction:
    """The same bills, the rule scores of their evidence replaced by confidences."""
    return extraction.with_bills(tuple(_calibrated(bill, document_text) for bill in extraction.bills))


def _calibrated(bill: Bill, document_text: DocumentText) -> Bill:
    weights = _weights()
    agreed, differing = _witnessed(bill)
    rated = {
        pointer: _rated(bill.evidence[pointer], features, weights)
        for pointer, features in features_of(bill, document_text).items()
    }
    return bill.with_evidence(
        {
            pointer: evidence.with_confidence(max(evidence.confidence, AGREED))
            if pointer in agreed
            else evidence.with_confidence(min(evidence.confidence, DIFFERING))
            if pointer in differing
            else evidence
            for pointer, evidence in rated.items()
        }
    )


def _witnessed(bill: Bill) -> tuple[frozenset[str], frozenset[str]]:
    """The pointers that a witness confirms, and those that one contradicts and none confirms."""
    if not bill.witnesses:
        return frozenset(), frozenset()
    agreed, differing = zip(*(agreement_of(bill, source).pointers() for source in WitnessSource), strict=True)
    confirmed, contradicted = frozenset().union(*agreed), frozenset().union(*differing)
    return confirmed - contradicted, contradicted


def _rated(evidence: Evidence, features: ConfidenceFeatures, weights: dict[str, float]) -> Evidence:
    if evidence.source is not None:  # of a witness, not of the print
        return evidence
    source = EvidenceSource.OCR if features.is_ocr else EvidenceSource.TEXT_LAYER
    return evidence.with_confidence(confidence_of(features, weights)).with_source(source)


def confidence_of(features: ConfidenceFeatures, weights: dict[str, float]) -> float:
    """The probability that a value is right, 0..1; ``weights`` are log-odds by feature name."""
    log_odds = sum(weights.get(name, 0.0) for name in features.names())
    return round(min(1 / (1 + exp(-log_odds)), features.ocr_confidence, MOST), 3)


@cache
def _weights() -> dict[str, float]:
    path = Path(__file__).with_name("weights.json")
    weights: dict[str, float] = json.loads(path.read_text(encoding="utf-8"))
    return weights
