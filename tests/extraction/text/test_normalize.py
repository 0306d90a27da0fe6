"""Normalization of words, so that labels compare."""

import pytest

from billhook.extraction.text.normalize import normalized, tokens


@pytest.mark.parametrize(
    ("word", "parts"),
    [
        ("d'Électricité:", ("d", "electricite")),
        ("Kunden-Nr.", ("kunden", "nr")),
        ("Straße", ("strasse",)),
        ("Acct#", ("acct", "#")),
        ("N.º", ("no",)),
        ("№", ("no",)),
        ("zł", ("zl",)),
        ("--", ()),
    ],
)
def test_tokens_drop_case_accents_and_punctuation(word: str, parts: tuple[str, ...]) -> None:
    assert tokens(word) == parts


def test_normalized_joins_tokens_with_single_blanks() -> None:
    assert normalized("  N° de  Client: ") == "no de client"
    assert normalized("amount due") == "amount due"


def test_normalized_keeps_the_vowel_signs_of_indian_scripts() -> None:
    assert normalized("देयक दिनांक:") == "देयक दिनांक"
