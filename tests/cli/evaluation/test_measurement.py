"""Rates with intervals, and the calibration of confidences."""

import pytest

from billhook.cli.evaluation.measurement import Measure, reliability, wilson
from billhook.cli.evaluation.scored_values import ScoredValue
from tests.cli.evaluation.records import TRUTH, prediction


def test_measure_scores_each_bill_of_a_file() -> None:
    measure = Measure()

    measure.add({"file": "x", "is_utility_bill": True, "documents": [TRUTH, TRUTH]}, prediction())

    rates = measure.fields()
    assert rates["documents"].rate == 0
    assert (rates["total_due"].rate, rates["total_due"].count) == (0.5, 2)


def test_measure_skips_borderline_files() -> None:
    measure = Measure()

    measure.add({**TRUTH, "borderline": True}, prediction())

    assert not measure.scores


@pytest.mark.parametrize(
    ("right", "count", "low", "high"),
    [(1.0, 10, 0.7225, 1.0), (0.5, 100, 0.4038, 0.5962), (0.0, 0, 0.0, 1.0)],
)
def test_wilson_interval_matches_published_values(right: float, count: int, low: float, high: float) -> None:
    assert wilson(right, count) == pytest.approx((low, high), abs=1e-4)


def test_reliability_gives_rate_per_confidence_class() -> None:
    values = [ScoredValue("total_due", 0.99, passes=True, right=True)] * 9 + [
        ScoredValue("usage", 0.99, passes=True, right=False)
    ]

    (row,) = reliability(values)

    assert (row["above"], row["upTo"], row["said"]) == (0.98, 1.0, 0.99)
    assert row["right"]["rate"] == 0.9
