"""Labels of bills of many countries: the longest phrase in each has its meaning."""

import tomllib
from pathlib import Path

import pytest

from billhook.extraction.language.lexicon import COMMON, Trie, find_phrases, lexicon
from billhook.extraction.text.normalize import normalized
from tests.bills.further_countries import FURTHER

_LABELS = tomllib.loads((Path(__file__).parent / "printed_labels.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("country", _LABELS)
def test_lexicon_knows_printed_labels_of_country(country: str) -> None:
    known = lexicon(FURTHER[country].language if country in FURTHER else COMMON).labels
    groups = _LABELS[country].items()

    missed = [f"{printed}: {name}" for name, group in groups for printed in group if not _is(known, name, printed)]

    assert missed == []


def _is(known: Trie, name: str, printed: str) -> bool:
    """Whether the longest phrase in ``printed`` is such a label, and most of it."""
    parts = normalized(printed).split()
    first, end, labels = max(find_phrases(known, parts), key=lambda match: match[1] - match[0], default=(0, 0, ()))
    return 2 * (end - first) >= len(parts) and name in {label.name for label in labels}
