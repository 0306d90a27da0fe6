"""A candidate: a value that a rule proposes, its score, and its span on the page."""

from math import prod
from typing import Any, Generic, NamedTuple, TypeVar

from billhook.domain.bill import Evidence
from billhook.domain.document_text import box_of
from billhook.extraction.layout.lines import Cell, Line

T = TypeVar("T")
MOST_OF_ONE_LINE, MOST_CONFIDENT = 0.97, 0.99
"""The score of one line at most when lines are merged, and the confidence of evidence at most."""


class Candidate(NamedTuple, Generic[T]):
    """``value``, proposed with ``score`` 0..1, as printed in ``cell`` at ``start``..``end``.

    ``lines`` is the number of lines in which it is proposed, ``rival`` the best score of another value.
    A named tuple, since rules make hundreds for a page and a frozen dataclass takes four times as long to make.
    """

    value: T
    score: float
    cell: Cell
    start: int
    end: int
    lines: int = 1
    rival: float = 0.0

    @property
    def text(self) -> str:
        return self.cell.text[self.start : self.end].strip()

    def is_at(self, other: "Candidate[Any]") -> bool:
        """Whether both begin at the same position of the same cell."""
        return self.cell is other.cell and self.start == other.start

    def scored(self, score: float) -> "Candidate[T]":
        return self._replace(score=score)

    def evidence(self, confidence: float | None = None) -> Evidence:
        """The public evidence; its confidence never exceeds the OCR confidence of the words."""
        words = self.cell.words_between(self.start, self.end) or self.cell.words
        sure = min(word.confidence for word in words) * (self.score if confidence is None else confidence)
        return Evidence(
            page=self.cell.page,
            box=box_of(words),
            text=self.text or self.cell.text,
            confidence=round(min(sure, MOST_CONFIDENT), 3),
            lines=self.lines,
            rival=min(self.rival, 1.0),
        )


def merge_candidates(candidates: list[Candidate[T]]) -> list[Candidate[T]]:
    """One candidate per value, best first. Lines count as independent: their scores combine as probabilities."""
    best: dict[T, Candidate[T]] = {}
    scores_by_line: dict[T, dict[Line, float]] = {}
    for candidate in candidates:
        scores = scores_by_line.setdefault(candidate.value, {})
        scores[candidate.cell.line] = max(scores.get(candidate.cell.line, 0.0), candidate.score)
        if candidate.value not in best or candidate.score > best[candidate.value].score:
            best[candidate.value] = candidate
    merged = [
        best[value]._replace(
            score=1.0 - prod(1.0 - min(score, MOST_OF_ONE_LINE) for score in scores.values()),
            lines=max(best[value].lines, len(scores)),
        )
        for value, scores in scores_by_line.items()
    ]
    return _with_rivals(sorted(merged, key=lambda candidate: -candidate.score))


def _with_rivals(ranked: list[Candidate[T]]) -> list[Candidate[T]]:
    """Candidates of different values, best first, each with the score of the best of the others."""
    scores = [candidate.score for candidate in ranked[:2]]
    if len(scores) < 2:
        return ranked
    return [candidate._replace(rival=scores[place == 0]) for place, candidate in enumerate(ranked)]
