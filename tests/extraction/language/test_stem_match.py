"""Labels in other words: matched by the stems of their content words."""

import pytest

from billhook.extraction.language.stem_match import NEAR, SAME, match_by_stems, stem_set


def test_stem_set_drops_stop_words_figures_and_endings() -> None:
    assert stem_set(["date", "of", "invoices", "12"], {"of"}) == {"date", "invoic"}


@pytest.mark.parametrize(
    ("words", "language", "matches"),
    [
        ("amount to be paid in total", "en", {"total_charges": SAME}),
        ("energy centre", "en", {}),
        ("kittens", "en", {}),
    ],
)
def test_match_by_stems_needs_the_stems_of_one_label(words: str, language: str, matches: dict[str, float]) -> None:
    assert match_by_stems(words.split(), language) == matches


def test_match_by_stems_scores_one_word_too_many_lower() -> None:
    exact = match_by_stems(["issue", "date", "invoice"], "en")
    near = match_by_stems(["issue", "date", "invoice", "tulip"], "en")

    assert (exact, near) == ({"bill_date": SAME}, {"bill_date": NEAR})
