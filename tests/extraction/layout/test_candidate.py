"""Candidates: spans with a score, their evidence, and the merging of equal values."""

import pytest

from billhook.extraction.layout.candidate import Candidate, merge_candidates
from billhook.extraction.layout.lines import Cell
from tests.extraction.pages import annotated_rows, recognised, text_of_rows


def candidates(*scores: float) -> list[Candidate[str]]:
    """One candidate of the value "12.00" in each of several lines."""
    doc = annotated_rows(*({40: "Total 12.00"} for _ in scores))
    return [Candidate("12.00", score, cell, 6, 11) for cell, score in zip(doc.layout.cells, scores, strict=True)]


def test_merge_candidates_raises_score_with_each_line() -> None:
    (merged,) = merge_candidates(candidates(0.5, 0.5))

    assert merged.score == pytest.approx(0.75)


def test_merge_candidates_counts_a_line_once() -> None:
    (candidate,) = candidates(0.5)

    (merged,) = merge_candidates([candidate, candidate.scored(0.3)])

    assert merged.score == pytest.approx(0.5)


def test_merge_candidates_puts_best_value_first() -> None:
    first, second = candidates(0.4, 0.9)
    other = Candidate("13.00", second.score, second.cell, 6, 11)

    assert [candidate.value for candidate in merge_candidates([first, other])] == ["13.00", "12.00"]


def test_merge_candidates_counts_lines_and_names_the_rival() -> None:
    first, second, third = candidates(0.5, 0.5, 0.4)
    other = Candidate("13.00", third.score, third.cell, 6, 11)

    best, last = merge_candidates([first, second, other])

    assert (best.lines, best.rival) == (2, 0.4)
    assert last.lines == 1
    assert last.rival == pytest.approx(0.75)
    assert best.scored(0.9).evidence().rival == 0.4


def test_merge_candidates_of_one_value_have_no_rival() -> None:
    (merged,) = merge_candidates(candidates(0.5, 0.5))

    assert merged.rival == 0.0


def test_evidence_confidence_is_capped_by_ocr_confidence() -> None:
    reading = recognised(text_of_rows({40: "Total 12.00"}), confidence=0.8)
    cell = Cell(reading.pages[0].words, 1)

    evidence = Candidate("12.00", 0.5, cell, 6, 11).evidence()

    assert (evidence.text, evidence.page) == ("12.00", 1)
    assert evidence.confidence == pytest.approx(0.4)
