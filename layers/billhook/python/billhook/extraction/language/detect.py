"""Language detection: stop words and labels vote.

A secondary language votes only where a document has several of its words that no primary language has. So it takes no
bill from a primary language and costs such a bill next to nothing.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cache

from billhook.extraction.data.source import depends_on_data
from billhook.extraction.language.lexicon import COMMON, Lexicon, find_phrases, language_markers, lexicon, stop_words
from billhook.extraction.layout.lines import Layout

LABEL_VOTES = 2
"""The votes of a label of several words: bills have more labels than sentences."""

FEWEST_MARKERS, MOST_SECONDARY = 4, 2
"""How many distinct words admit a secondary language to the vote, and how many such languages are admitted."""


def detect_language(layout: Layout) -> str:
    """The code of the language with the most votes; English where nothing votes."""
    parts = [part for cell in layout.cells for part in cell.parts]
    counts = Counter(parts)
    vocabulary = frozenset(counts)
    primary = lexicon()
    votes = {language: _count(counts, stop_words()[language] & vocabulary) for language in primary.stop_words}
    votes |= _with_labels(votes, parts, primary)
    for language in _admitted(vocabulary):
        count = _count(counts, (stop_words()[language] | language_markers()[language]) & vocabulary)
        votes |= _with_labels({language: count}, parts, lexicon(language))
    best = max(votes, key=lambda language: votes[language])
    return best if votes[best] else COMMON


def _count(counts: Counter[str], words: Iterable[str]) -> int:
    return sum(counts[word] + 3 for word in words)


def _with_labels(votes: Mapping[str, int], parts: list[str], words: Lexicon) -> dict[str, int]:
    """``votes`` plus those of the labels of several words that exist in one language only."""
    added = dict(votes)
    for first, end, labels in find_phrases(words.labels, parts):
        speaking = {label.language for label in labels}
        if end - first > 1 and len(speaking) == 1 and not speaking.isdisjoint(added):
            added[speaking.pop()] += LABEL_VOTES
    return added


def _admitted(vocabulary: frozenset[str]) -> list[str]:
    """The secondary languages with enough distinctive words in ``vocabulary``, those with most first."""
    counts = {language: len(words & vocabulary) for language, words in _distinctive().items()}
    admitted = (language for language, count in counts.items() if count >= FEWEST_MARKERS)
    return sorted(admitted, key=lambda language: -counts[language])[:MOST_SECONDARY]


@depends_on_data
@cache
def _distinctive() -> Mapping[str, frozenset[str]]:
    """The stop words and markers of each secondary language that mean nothing in a primary one."""
    primary = lexicon()
    common = frozenset().union(*primary.stop_words.values()) | primary.vocabulary
    return {language: (stop_words()[language] | words) - common for language, words in language_markers().items()}
