"""Languages: the settings of every file are complete and normalized."""

import pytest

from billhook.extraction.data.country import countries
from billhook.extraction.data.language import languages, word_set, words
from billhook.extraction.text.normalize import normalized


@pytest.mark.parametrize("code", languages())
def test_language_names_all_months_normalized(code: str) -> None:
    months = languages()[code].months

    assert len(months) == 12
    assert all(names and all(normalized(name) == name for name in names) for names in months)


@pytest.mark.parametrize("code", languages())
def test_language_has_home_country_or_fallback(code: str) -> None:
    language = languages()[code]

    assert (language.home or language.fallback) in countries()


@pytest.mark.parametrize("code", languages())
def test_language_has_markers_if_secondary(code: str) -> None:
    language = languages()[code]

    assert language.stop_words
    assert bool(language.markers) is language.secondary


@pytest.mark.parametrize("code", languages())
def test_language_has_words_for_totals(code: str) -> None:
    assert languages()[code].words["totals"]


def test_words_are_longest_first() -> None:
    lengths = [len(word) for word in words("page")]

    assert lengths == sorted(lengths, reverse=True)
    assert word_set("page") == frozenset(words("page"))
