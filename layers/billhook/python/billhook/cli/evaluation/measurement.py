"""Rates with their intervals, and how far confidences keep what they promise."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from math import sqrt
from typing import Any

from billhook.cli.evaluation.comparison import FIELDS, HEADER, Record, scores_of
from billhook.cli.evaluation.scored_values import ScoredValue, said_in

Z_95 = 1.959964
BINS = (0.0, 0.5, 0.7, 0.8, 0.9, 0.95, 0.98, 1.0)
"""Edges of the classes of the reliability table; a confidence of 0.9 belongs to the class below it."""
SURE = 0.9


def wilson(rate: float, count: int) -> tuple[float, float]:
    """The 95 % interval of a rate seen over ``count`` values (Wilson's score interval)."""
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
    """What was found over many files; ``add`` one after the other."""

    scores: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    said: list[ScoredValue] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    details: list[dict[str, Any]] = field(default_factory=list)

    def add(self, truth: Record, prediction: Record) -> None:
        """Score one file. A borderline one, of which people disagree, is passed over."""
        if truth.get("borderline"):
            return
        if "documents" in truth:
            self._add_several(truth, prediction)
            return
        scores = scores_of(truth, prediction)
        self._keep(prediction["file"], scores)
        documents = prediction.get("documents") or []
        if truth["is_utility_bill"] and documents:
            self.said += said_in(truth, documents[0])

    def _add_several(self, truth: Record, prediction: Record) -> None:
        """A file of several bills: are there as many, and is each, in order, what it should be?"""
        wanted, read = truth["documents"], prediction.get("documents") or []
        self.scores["documents"].append(float(len(wanted) == len(read)))
        for number, one in enumerate(wanted):
            document = read[number] if number < len(read) else {}
            self._keep(f"{prediction['file']}#{number + 1}", scores_of(one, prediction, document))
            self.said += said_in(one, document)

    def _keep(self, file: str, scores: dict[str, float]) -> None:
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
        """Values said with more than ``SURE`` confidence of which no check fails."""
        return [one for one in self.said if one.confidence > SURE and one.passes]

    def record(self) -> dict[str, Any]:
        """Everything as JSON."""
        ways = {"is_utility_bill": "exact", "documents": "exact"} | {name: f.way.value for name, f in FIELDS.items()}
        return {
            "files": len(self.scores.get("is_utility_bill", [])),
            "header": self.header.record(),
            "fields": {name: {"way": ways[name], **rate.record()} for name, rate in self.fields().items()},
            "sureAndPassing": {"said": len(self.sure), "wrong": sum(not one.right for one in self.sure)},
            "calibration": list(reliability(self.said)),
            "noTruth": self.unknown,
        }


def reliability(said: Iterable[ScoredValue]) -> Iterator[dict[str, Any]]:
    """Per class of confidence: how many values, how sure they were on average, how many were right."""
    values = list(said)
    for low, high in pairwise(BINS):
        of = [one for one in values if low < one.confidence <= high or (low == 0.0 and one.confidence == 0.0)]
        if of:
            mean = sum(one.confidence for one in of) / len(of)
            rate = Rate.of([float(one.right) for one in of])
            yield {"above": low, "upTo": high, "said": round(mean, 4), "right": rate.record()}
