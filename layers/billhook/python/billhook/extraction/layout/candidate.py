"""What a rule claims: a value, how sure it is, and where on the page it stands."""

from dataclasses import dataclass, replace
from math import prod
from typing import Any, Generic, TypeVar

from billhook.domain.bill import Evidence
from billhook.extraction.layout.lines import Cell, Line, box_of

T = TypeVar("T")


@dataclass(frozen=True)
class Candidate(Generic[T]):
    """``value``, claimed with ``score`` 0..1, as printed in ``cell`` at ``start``..``end``."""

    value: T
    score: float
    cell: Cell
    start: int
    end: int

    @property
    def text(self) -> str:
        return self.cell.text[self.start : self.end].strip()

    def is_at(self, other: "Candidate[Any]") -> bool:
        """Whether both stand at the same place of the page."""
        return self.cell is other.cell and self.start == other.start

    def scored(self, score: float) -> "Candidate[T]":
        return replace(self, score=score)

    def evidence(self, confidence: float | None = None) -> Evidence:
        """The finding as the document shows it; never surer than the reader was of the letters."""
        words = self.cell.words_between(self.start, self.end) or self.cell.words
        sure = min(word.confidence for word in words) * (self.score if confidence is None else confidence)
        return Evidence(
            page=self.cell.page,
            box=box_of(words),
            text=self.text or self.cell.text,
            confidence=round(min(sure, 0.99), 3),
        )


def merge_candidates(findings: list[Candidate[T]]) -> list[Candidate[T]]:
    """One finding per value, the best of its kind; claims from several lines make each other surer. Best first."""
    best: dict[T, Candidate[T]] = {}
    lines: dict[T, dict[Line, float]] = {}
    for one in findings:
        own = lines.setdefault(one.value, {})
        own[one.cell.line] = max(own.get(one.cell.line, 0.0), one.score)
        if one.value not in best or one.score > best[one.value].score:
            best[one.value] = one
    merged = [
        best[value].scored(1.0 - prod(1.0 - min(score, 0.97) for score in own.values())) for value, own in lines.items()
    ]
    return sorted(merged, key=lambda one: -one.score)
