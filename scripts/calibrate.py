#!/usr/bin/env python3
"""Train ``extraction/validate/weights.json``: the log-odds weights of the confidence features.

Run as ``python scripts/calibrate.py [bills]`` (4,000). Training uses open generated bills only, of seeds that no
measurement uses. To make the weights hold for unknown issuers, a share of the labels of each bill is replaced by words
that no lexicon has, and every fifth bill is degraded as OCR text.

The model is a logistic regression with a small ridge penalty, fitted by Newton's method. Score thresholds with a
negative weight are dropped and the rest is fitted again, so that confidence never falls as the rule score rises.
"""

import json
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from billhook.cli.evaluation.scored_values import correctness  # noqa: E402
from billhook.extraction.pipeline.pipeline import extract_bills  # noqa: E402
from billhook.extraction.validate.confidence import ConfidenceFeatures, features_of  # noqa: E402
from billhook.wire.document import bill_json  # noqa: E402
from tests.bills import open as in_the_open  # noqa: E402
from tests.bills.bundles import recognised  # noqa: E402

BILLS = 4000
UNKNOWN_LABELS = (0, 20, 40, 60)
"""Percent of the labels of a bill that are replaced by meaningless words, bill by bill in turn."""

OCR_EVERY = 5
"""Every fifth bill is degraded as OCR text."""

RIDGE = 3.0
FEWEST = 40
"""A feature of fewer values than this gets no weight."""

SMALLEST_WEIGHT = 0.0005
MOST_STEPS, LONGEST_STEP, CONVERGED = 60, 2.0, 1e-4
WEIGHTS = ROOT / "layers/billhook/python/billhook/extraction/validate/weights.json"

Sample = tuple[ConfidenceFeatures, bool]
"""The features of an extracted value, and whether the value is right."""


def samples(bills: int) -> Iterator[Sample]:
    """A sample for each extracted value of so many bills that the truth can judge."""
    for seed in range(bills):
        made = in_the_open.bill(seed, strangeness=UNKNOWN_LABELS[seed % len(UNKNOWN_LABELS)])
        document_text = recognised(made.reading, seed) if seed % OCR_EVERY == 0 else made.reading
        for bill in extract_bills(document_text).bills[:1]:
            features = features_of(bill, document_text)
            for pointer, (_, is_right) in correctness(made.truth, bill_json(bill)).items():
                yield features[pointer], is_right


def trained(training_set: Sequence[Sample]) -> dict[str, float]:
    """Weights by feature name; those of score thresholds are not negative."""
    names = [list(features.names()) for features, _ in training_set]
    labels = np.array([is_right for _, is_right in training_set], dtype=np.float64)
    counts = Counter(name for sample_names in names for name in sample_names)
    columns = sorted(name for name, count in counts.items() if count >= FEWEST)
    while True:
        weights = fitted(names, labels, columns)
        negative = {name for name, weight in weights.items() if _is_score_step(name) and weight < 0}
        if not negative:
            return {name: round(weight, 3) for name, weight in weights.items() if abs(weight) >= SMALLEST_WEIGHT}
        columns = [name for name in columns if name not in negative]


def fitted(names: Sequence[Sequence[str]], labels: NDArray[np.float64], columns: Sequence[str]) -> dict[str, float]:
    """Weights of a logistic regression of ``labels`` (n) on the feature names ``columns``, ``names`` being n lists."""
    matrix = _design_matrix(names, columns)
    weights = np.zeros(len(columns))
    for _ in range(MOST_STEPS):
        probabilities = 1 / (1 + np.exp(-np.clip(matrix @ weights, -30, 30)))
        gradient = matrix.T @ (labels - probabilities) - RIDGE * weights
        hessian = (matrix * (probabilities * (1 - probabilities))[:, None]).T @ matrix + RIDGE * np.eye(len(columns))
        step = np.linalg.solve(hessian, gradient)
        longest = float(np.abs(step).max())
        weights += step * min(1.0, LONGEST_STEP / max(longest, CONVERGED))
        if longest < CONVERGED:
            break
    return dict(zip(columns, map(float, weights), strict=True))


def _design_matrix(names: Sequence[Sequence[str]], columns: Sequence[str]) -> NDArray[np.float32]:
    """A matrix (values, columns) of 1 where a value has the feature, else 0."""
    index = {name: place for place, name in enumerate(columns)}
    matrix = np.zeros((len(names), len(columns)), dtype=np.float32)
    for row, sample_names in enumerate(names):
        matrix[row, [index[name] for name in sample_names if name in index]] = 1
    return matrix


def _is_score_step(name: str) -> bool:
    return " score " in f" {name}"


def main() -> None:
    bills = int(sys.argv[1]) if len(sys.argv) > 1 else BILLS
    training_set = list(samples(bills))
    weights = trained(training_set)
    WEIGHTS.write_text(json.dumps(weights, indent=0, ensure_ascii=False) + "\n", encoding="utf-8")
    right = sum(is_right for _, is_right in training_set) / len(training_set)
    print(f"{len(training_set)} values of {bills} bills, {right:.1%} right, {len(weights)} weights")


if __name__ == "__main__":
    main()
