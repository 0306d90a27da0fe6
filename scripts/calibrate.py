#!/usr/bin/env python3
"""Learn ``extraction/validate/weights.json``: what each trait of a value weighs when one asks whether it is right.

Run as ``python scripts/calibrate.py [bills]`` (4,000). Only open generated bills are used, of seeds that nothing is
measured on. So that the weights hold for bills of issuers unknown, none, a few, or most of the labels of a bill are
replaced by words that no lexicon knows, and a fifth of the bills is handed on as a recogniser would.

The weights are those of a logistic regression with a little ridge, found by Newton's method; steps of the score that
would weigh less than nothing are left out and the rest is fitted again, so that confidence never falls as scores rise.
"""

import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from billhook.cli.evaluation.scored_values import judged_in  # noqa: E402
from billhook.extraction.pipeline.split import bills_of  # noqa: E402
from billhook.extraction.validate.confidence import ConfidenceFeatures, standings  # noqa: E402
from billhook.wire.document import bill_json  # noqa: E402
from tests.bills import open as in_the_open  # noqa: E402
from tests.bills.bundles import recognised  # noqa: E402

BILLS = 4000
STRANGE = (0, 20, 40, 60)
"""Of a hundred labels of each bill in turn, so many are replaced by words that mean nothing."""
RIDGE = 3.0
FEWEST = 40
"""A trait that fewer values have weighs nothing."""
ROUNDS, LONGEST_STEP, NEAR = 60, 2.0, 1e-4
TABLE = ROOT / "layers/billhook/python/billhook/extraction/validate/weights.json"
Sample = tuple[ConfidenceFeatures, bool]


def samples(bills: int) -> Iterator[Sample]:
    """The standing of each value that the engine says, and whether it is right."""
    for seed in range(bills):
        made = in_the_open.bill(seed, strangeness=STRANGE[seed % len(STRANGE)])
        reading = recognised(made.reading, seed) if seed % 5 == 0 else made.reading
        for bill in bills_of(reading).bills[:1]:
            judged = judged_in(made.truth, bill_json(bill))
            known = standings(bill, reading)
            yield from ((known[pointer], right) for pointer, (_, right) in judged.items())


def learned(found: Sequence[Sample]) -> dict[str, float]:
    """Weights by trait; no step of a score weighs less than nothing."""
    traits = [list(standing.traits()) for standing, _ in found]
    right = np.array([right for _, right in found], dtype=np.float64)
    counts: dict[str, int] = {}
    for own in traits:
        for trait in own:
            counts[trait] = counts.get(trait, 0) + 1
    kept = sorted(trait for trait, count in counts.items() if count >= FEWEST)
    while True:
        weights = fitted(traits, right, kept)
        falling = {trait for trait, weight in weights.items() if " score " in f" {trait}" and weight < 0}
        if not falling:
            return {trait: round(weight, 3) for trait, weight in weights.items() if abs(weight) >= 0.0005}
        kept = [trait for trait in kept if trait not in falling]


def fitted(traits: Sequence[Sequence[str]], right: np.ndarray, kept: Sequence[str]) -> dict[str, float]:
    """Logistic regression of ``right`` on the kept traits."""
    places = {trait: place for place, trait in enumerate(kept)}
    has = np.zeros((len(traits), len(kept)), dtype=np.float32)
    for row, own in enumerate(traits):
        has[row, [places[trait] for trait in own if trait in places]] = 1
    weights = np.zeros(len(kept))
    for _ in range(ROUNDS):
        likely = 1 / (1 + np.exp(-np.clip(has @ weights, -30, 30)))
        slope = has.T @ (right - likely) - RIDGE * weights
        curve = (has * (likely * (1 - likely))[:, None]).T @ has + RIDGE * np.eye(len(kept))
        step = np.linalg.solve(curve, slope)
        weights += step * min(1.0, LONGEST_STEP / max(float(np.abs(step).max()), NEAR))
        if float(np.abs(step).max()) < NEAR:
            break
    return dict(zip(kept, map(float, weights), strict=True))


def main() -> None:
    bills = int(sys.argv[1]) if len(sys.argv) > 1 else BILLS
    found = list(samples(bills))
    weights = learned(found)
    TABLE.write_text(json.dumps(weights, indent=0, ensure_ascii=False) + "\n", encoding="utf-8")
    right = sum(one for _, one in found) / len(found)
    print(f"{len(found)} values of {bills} bills, {right:.1%} right, {len(weights)} weights")


if __name__ == "__main__":
    main()
