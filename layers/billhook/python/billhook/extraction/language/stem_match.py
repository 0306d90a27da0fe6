"""Stem matching: labels in other words, with the same stems in any order and with any stop words between them.

No list has every form of "date of issue of the invoice". A phrase of the lexicon and the words of a cell match if their
sets of stems are equal; one stem too many lowers the weight.
"""

from collections.abc import Collection, Iterable, Sequence
from functools import cache

from billhook.extraction.data.source import depends_on_data
from billhook.extraction.language.lexicon import STRONG, Label, lexicon

STEM, SAME, NEAR = 6, 0.75, 0.55
"""The letters of a stem; the weight of a match of all stems; the weight of a match with one stem too many."""

FEWEST, MOST = 2, 5
"""The number of stems of a phrase that can be matched."""

StemSet = frozenset[str]


def stem_set(parts: Iterable[str], stop_words: Collection[str]) -> StemSet:
    """The stems of the content words of ``parts``."""
    return frozenset(part[:STEM] for part in parts if part not in stop_words and part.isalpha() and len(part) > 1)


def match_by_stems(parts: Sequence[str], language: str) -> dict[str, float]:
    """The labels whose stems ``parts`` have, with weights; empty where no label or several match."""
    stop_words, known = lexicon(language).stop_words.get(language, frozenset()), _labels_by_stems(language)
    stems = stem_set(parts, stop_words)
    if not FEWEST <= len(stems) <= MOST + 1:
        return {}
    if stems in known:
        return _weighted(known[stems], SAME)
    if len(stems) <= FEWEST:
        return {}
    names = [_weighted(known[less], NEAR) for stem in stems if (less := stems - {stem}) in known]
    distinct = {name for weights in names for name in weights}
    return names[0] if len(distinct) == 1 else {}


def _weighted(labels: list[Label], factor: float) -> dict[str, float]:
    return {label.name: factor * label.weight for label in labels if label.weight == STRONG}


@depends_on_data
@cache
def _labels_by_stems(language: str) -> dict[StemSet, list[Label]]:
    """The strong labels of a language by their stems, without those that two labels share."""
    words, labels = lexicon(language), dict[StemSet, list[Label]]()
    stop_words = words.stop_words.get(language, frozenset())
    for phrase, label in words.phrases.items():
        stems = stem_set(phrase.split(), stop_words)
        if label.language == language and label.weight == STRONG and FEWEST <= len(stems) <= MOST:
            labels.setdefault(stems, []).append(label)
    return {stems: group[:1] for stems, group in labels.items() if len({label.name for label in group}) == 1}
