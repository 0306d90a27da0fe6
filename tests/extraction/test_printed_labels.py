"""The labels that bills of many countries print: each is known, as what it is, by the longest phrase in it."""

import tomllib
from pathlib import Path

import pytest

from billhook.extraction.lexicon import found, lexicon
from billhook.extraction.text import folded

_LABELS = tomllib.loads((Path(__file__).parent / "printed_labels.toml").read_text(encoding="utf-8"))
_KNOWN = lexicon().labels


@pytest.mark.parametrize("country", _LABELS)
def test_the_labels_of_every_country_are_known(country: str) -> None:
    missed = [
        f"{printed}: {name}" for name, group in _LABELS[country].items() for printed in group if not _is(name, printed)
    ]

    assert missed == []


def _is(name: str, printed: str) -> bool:
    """Whether the longest phrase in ``printed`` is such a label, and most of it."""
    parts = folded(printed).split()
    first, end, labels = max(found(_KNOWN, parts), key=lambda hit: hit[1] - hit[0], default=(0, 0, ()))
    return 2 * (end - first) >= len(parts) and name in {label.name for label in labels}
