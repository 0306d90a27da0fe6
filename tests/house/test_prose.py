"""Prose in docstrings and pages uses the field's words: see ``docs/glossary.md`` and ``tests/house/prose.py``."""

from tests.house.prose import EMPTY, MOST_PER_THOUSAND, gauge, texts


def test_prose_has_few_private_words() -> None:
    total = sum(map(gauge, texts().values()), EMPTY)

    assert total.per_thousand <= MOST_PER_THOUSAND, total.private.most_common()


def test_gauge_counts_private_words_of_prose() -> None:
    assert gauge("Whoever is told so says it anew.").private.total() == 4
    assert gauge("The lease expires after 90 seconds.").private.total() == 0


def test_gauge_ignores_code() -> None:
    assert gauge("Call `told()`:\n```sh\nsay hello\n```\n").private.total() == 0
