"""Prose in docstrings and pages uses the field's words: see ``docs/glossary.md`` and ``tests/house/prose.py``."""

from collections.abc import Iterable

from tests.house.prose import EMPTY, MOST_PER_THOUSAND, docstrings_of, gauge, texts
from tests.house.source import planted


def prose_faults(prose: Iterable[str]) -> list[str]:
    """The private words of ``prose`` with their counts, if together they are too many."""
    total = sum(map(gauge, prose), EMPTY)
    counts = [f"{word}: {count}" for word, count in total.private.most_common()]
    return counts if total.per_thousand > MOST_PER_THOUSAND else []


def test_prose_has_few_private_words() -> None:
    assert prose_faults(texts().values()) == []


def test_prose_faults_over_the_limit_names_the_words() -> None:
    plain = "The lease expires. " * 333  # with a word more, 1,000 words and the two that are allowed
    breach = docstrings_of(planted('"""Whoever is told so says it anew."""\n', "layers/billhook/python/billhook/x.py"))

    assert prose_faults([plain, "told anew"]) == []
    assert prose_faults([plain, breach]) == ["whoever: 1", "told: 1", "says: 1", "anew: 1"]


def test_gauge_counts_private_words_of_prose() -> None:
    assert gauge("Whoever is told so says it anew.").private.total() == 4
    assert gauge("The lease expires after 90 seconds.").private.total() == 0


def test_gauge_ignores_code() -> None:
    assert gauge("Call `told()`:\n```sh\nsay hello\n```\n").private.total() == 0
