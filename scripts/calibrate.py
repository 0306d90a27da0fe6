#!/usr/bin/env python3
"""Train ``extraction/validate/weights.json``: the log-odds weights of the confidence features.

Run as ``python scripts/calibrate.py [--bills 4000] [--real FOLDER]``. The first fit uses open generated bills of seeds
that no measurement uses. To make the weights hold for unknown issuers, a share of the labels of a bill is replaced by
words that no lexicon has, and every fifth bill is degraded as OCR text.

Generated bills are easier than real ones: a fit on them alone is sure of too much. With ``--real``, the folder of the
files that ``tests/corpus/real/manifest.json`` names, the weights are then moved towards the real bills of the split
``learn``. Their prior is the first fit (maximum a posteriori), so that a feature that few real bills have keeps its
weight. Without ``--real`` the weights are of generated bills only.

The model is a logistic regression with a ridge penalty, fitted by Newton's method. Score thresholds with a negative
weight are dropped and the rest is fitted again, so that confidence never falls as the rule score rises.
"""

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from billhook.cli.commands.read import BillReader, ReadResult  # noqa: E402
from billhook.cli.evaluation.scored_values import correctness  # noqa: E402
from billhook.domain.document_text import DocumentText  # noqa: E402
from billhook.extraction.layout.page_quality import deskew  # noqa: E402
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

RIDGE, RIDGE_REAL = 3.0, 1.0
"""Penalties of the distance from zero, and from the prior in the fit on real bills (chosen by leaving out one issuer
after the other)."""

RIDGE_BIAS = 0.1
"""The penalty of the bias in the fit on real bills, which may move most."""

FEWEST, FEWEST_REAL = 40, 8
"""A feature of fewer values than this gets no weight, or keeps that of the prior."""

SMALLEST_WEIGHT = 0.0005
MOST_STEPS, LONGEST_STEP, CONVERGED = 60, 2.0, 1e-4
WEIGHTS = ROOT / "layers/billhook/python/billhook/extraction/validate/weights.json"
REAL = ROOT / "tests/corpus/real"
Weights = Mapping[str, float]

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


def real_samples(folder: Path) -> Iterator[Sample]:
    """A sample for each extracted value of the real bills of the split ``learn``; their files are below ``folder``."""
    reader = BillReader()
    for entry in json.loads((REAL / "manifest.json").read_text(encoding="utf-8")):
        truth = json.loads((REAL / entry["split"] / f"{Path(entry['file']).stem}.json").read_text(encoding="utf-8"))
        if entry["split"] == "learn" and truth["is_utility_bill"] and not truth.get("borderline"):
            seen = reader.look(folder / entry["file"])
            if isinstance(seen, ReadResult):
                yield from samples_of(seen.reading, truth.get("documents") or [truth])


def samples_of(document_text: DocumentText, truths: Sequence[Mapping[str, object]]) -> Iterator[Sample]:
    """A sample for each extracted value of the bills of a file, in the order of their ``truths``."""
    upright, _ = deskew(document_text)
    for truth, bill in zip(truths, extract_bills(upright).bills, strict=False):
        features = features_of(bill, upright)
        for pointer, (_, is_right) in correctness(dict(truth), bill_json(bill)).items():
            yield features[pointer], is_right


def trained(training_set: Sequence[Sample], prior: Weights | None = None) -> dict[str, float]:
    """Weights by feature name, near to ``prior`` if that is given; those of score thresholds are not negative."""
    names = [list(features.names()) for features, _ in training_set]
    labels = np.array([is_right for _, is_right in training_set], dtype=np.float64)
    counts = Counter(name for sample_names in names for name in sample_names)
    fewest = FEWEST if prior is None else FEWEST_REAL
    columns = sorted(name for name, count in counts.items() if count >= fewest or name in (prior or {}))
    while True:
        weights = dict(prior or {}) | fitted(names, labels, columns, prior)
        negative = {name for name, weight in weights.items() if _is_score_step(name) and weight < 0}
        if not negative:
            return {name: round(weight, 3) for name, weight in weights.items() if abs(weight) >= SMALLEST_WEIGHT}
        columns = [name for name in columns if name not in negative]
        prior = None if prior is None else {name: weight for name, weight in prior.items() if name not in negative}


def fitted(
    names: Sequence[Sequence[str]], labels: NDArray[np.float64], columns: Sequence[str], prior: Weights | None
) -> dict[str, float]:
    """Weights of a logistic regression of ``labels`` (n) on the feature names ``columns``, ``names`` being n lists."""
    matrix = _design_matrix(names, columns)
    means = np.array([(prior or {}).get(name, 0.0) for name in columns])
    ridge = np.array([_ridge(name, prior) for name in columns])
    weights = means.copy()
    for _ in range(MOST_STEPS):
        probabilities = 1 / (1 + np.exp(-np.clip(matrix @ weights, -30, 30)))
        gradient = matrix.T @ (labels - probabilities) - ridge * (weights - means)
        hessian = (matrix * (probabilities * (1 - probabilities))[:, None]).T @ matrix + np.diag(ridge)
        step = np.linalg.solve(hessian, gradient)
        longest = float(np.abs(step).max())
        weights += step * min(1.0, LONGEST_STEP / max(longest, CONVERGED))
        if longest < CONVERGED:
            break
    return dict(zip(columns, map(float, weights), strict=True))


def _ridge(name: str, prior: Weights | None) -> float:
    if prior is None:
        return RIDGE
    return RIDGE_BIAS if name == "bias" else RIDGE_REAL


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
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bills", type=int, default=BILLS, help="generated bills of the first fit")
    parser.add_argument("--real", type=Path, help="folder of the files of the real bills")
    options = parser.parse_args()
    generated = list(samples(options.bills))
    weights = trained(generated)
    print(_summary(generated, f"{options.bills} generated bills"))
    if options.real:
        real = list(real_samples(options.real))
        weights = trained(real, prior=weights)
        print(_summary(real, "real bills"))
    WEIGHTS.write_text(json.dumps(weights, indent=0, ensure_ascii=False) + "\n", encoding="utf-8")
    print(f"{len(weights)} weights")


def _summary(training_set: Sequence[Sample], bills: str) -> str:
    right = sum(is_right for _, is_right in training_set) / len(training_set)
    return f"{len(training_set)} values of {bills}, {right:.1%} right"


if __name__ == "__main__":
    main()
