"""Rates per field with 95 % intervals, and the calibration of confidences."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from math import sqrt
from typing import Any

from billhook.cli.evaluation.comparison import FIELDS, HEADER, Record, scores_of
from billhook.cli.evaluation.scored_values import ScoredValue, scored_values

Z_95 = 1.959964
BINS = (0.0, 0.5, 0.7, 0.8, 0.9, 0.95, 0.98, 1.0)
"""Edges of the classes of the reliability table; a confidence of 0.9 belongs to the class that ends there."""
SURE = 0.9


def wilson(rate: float, count: int) -> tuple[float, float]:
    """The 95 % interval of a rate over ``count`` values (Wilson score interval)."""
    if not count:
        return 0.0, 1.0
    square = Z_95 * Z_95
    middle = (rate + square / (2 * count)) / (1 + square / count)
    half = Z_95 * sqrt(rate * (1 - rate) / count + square / (4 * count * count)) / (1 + square / count)
    return max(0.0, middle - half), min(1.0, middle + half)


@dataclass(frozen=True)
class Rate:
    """``rate`` of ``count`` values, with the 95 % interval ``low``..``high``."""

    rate: float
    count: int

    @classmethod
    def of(cls, values: Sequence[float]) -> "Rate":
        return cls(sum(values) / len(values) if values else 0.0, len(values))

    @property
    def interval(self) -> tuple[float, float]:
        return wilson(self.rate, self.count)

    def record(self) -> dict[str, Any]:
        low, high = self.interval
        return {"rate": round(self.rate, 4), "count": self.count, "low": round(low, 4), "high": round(high, 4)}

    def __str__(self) -> str:
        low, high = self.interval
        return f"{self.rate:6.1%} [{low:6.1%}, {high:6.1%}] of {self.count}"


@dataclass
class Measure:
    """Scores over many files; ``add`` each file."""

    scores: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    values: list[ScoredValue] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    details: list[dict[str, Any]] = field(default_factory=list)

    def add(self, truth: Record, prediction: Record) -> None:
        """Score one file. Borderline files are skipped."""
        if truth.get("borderline"):
            return
        if "documents" in truth:
            self._add_several(truth, prediction)
            return
        scores = scores_of(truth, prediction)
        self._record(prediction["file"], scores)
        documents = prediction.get("documents") or []
        if truth["is_utility_bill"] and documents:
            self.values += scored_values(truth, documents[0])

    def _add_several(self, truth: Record, prediction: Record) -> None:
        """Score a file of several bills: their count, and each bill by its place in the file."""
        expected, actual = truth["documents"], prediction.get("documents") or []
        self.scores["documents"].append(float(len(expected) == len(actual)))
        for number, bill_truth in enumerate(expected):
            document = actual[number] if number < len(actual) else {}
            self._record(f"{prediction['file']}#{number + 1}", scores_of(bill_truth, prediction, document))
            self.values += scored_values(bill_truth, document)

    def _record(self, file: str, scores: dict[str, float]) -> None:
        for name, score in scores.items():
            self.scores[name].append(score)
        self.details.append({"file": file, "wrong": {name: round(s, 4) for name, s in scores.items() if s < 1}})

    @property
    def header(self) -> Rate:
        return Rate.of([score for name in HEADER for score in self.scores.get(name, [])])

    def fields(self) -> dict[str, Rate]:
        known = [name for name in ("is_utility_bill", "documents", *FIELDS) if name in self.scores]
        return {name: Rate.of(self.scores[name]) for name in known}

    @property
    def sure(self) -> list[ScoredValue]:
        """Values of more than ``SURE`` confidence without a failed check."""
        return [value for value in self.values if value.confidence > SURE and value.passes]

    def record(self) -> dict[str, Any]:
        """The measurement as JSON."""
        kinds = {"is_utility_bill": "exact", "documents": "exact"} | {
            name: field.kind.value for name, field in FIELDS.items()
        }
        return {
            "files": len(self.scores.get("is_utility_bill", [])),
            "header": self.header.record(),
            "fields": {name: {"way": kinds[name], **rate.record()} for name, rate in self.fields().items()},
            "sureAndPassing": {"said": len(self.sure), "wrong": sum(not value.right for value in self.sure)},
            "calibration": list(reliability(self.values)),
            "noTruth": self.unknown,
        }


def reliability(values: Iterable[ScoredValue]) -> Iterator[dict[str, Any]]:
    """A row per class of confidence: the mean confidence of its values, and the rate of right ones."""
    rest = list(values)
    for low, high in pairwise(BINS):
        members = [
            value for value in rest if low < value.confidence <= high or (low == 0.0 and value.confidence == 0.0)
        ]
        if members:
            mean = sum(value.confidence for value in members) / len(members)
            rate = Rate.of([float(value.right) for value in members])
            yield {"above": low, "upTo": high, "said": round(mean, 4), "right": rate.record()}
