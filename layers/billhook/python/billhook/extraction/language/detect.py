"""Which language a document speaks: its small words and its labels vote.

Further languages are asked only where a document says several small words that no common language has, so that they
take no bill from a common language and cost such a bill next to nothing.
"""

from collections import Counter
from collections.abc import Iterable
from functools import cache

from billhook.extraction.language.lexicon import COMMON, Lexicon, found, language_markers, lexicon, stop_words
from billhook.extraction.layout.lines import Layout

LABEL_VOTES = 2
"""How many small words a label of several words outweighs: bills have more labels than sentences."""

ASKED, MOST_ASKED = 4, 2
"""So many different words of its own make a further language worth asking, and so many are asked at most."""


def language_of(layout: Layout) -> str:
    """The language with the most votes; English where nothing votes."""
    parts = [part for cell in layout.cells for part in cell.parts]
    counts = Counter(parts)
    said = frozenset(counts)
    common = lexicon()
    votes = {language: _heard(counts, stop_words()[language] & said) for language in common.stop_words}
    votes |= _with_labels(votes, parts, common)
    for language in _worth_asking(said):
        heard = _heard(counts, (stop_words()[language] | language_markers()[language]) & said)
        votes |= _with_labels({language: heard}, parts, lexicon(language))
    best = max(votes, key=lambda language: votes[language])
    return best if votes[best] else COMMON


def _heard(counts: Counter[str], words: Iterable[str]) -> int:
    return sum(counts[word] + 3 for word in words)


def _with_labels(votes: dict[str, int], parts: list[str], words: Lexicon) -> dict[str, int]:
    """``votes`` and those of the labels of several words that one language alone has."""
    added = dict(votes)
    for first, end, labels in found(words.labels, parts):
        spoken = {label.language for label in labels}
        if end - first > 1 and len(spoken) == 1 and not spoken.isdisjoint(added):
            added[spoken.pop()] += LABEL_VOTES
    return added


def _worth_asking(said: frozenset[str]) -> list[str]:
    own = {language: len(words & said) for language, words in _own_words().items()}
    asked = sorted((one for one in own if own[one] >= ASKED), key=lambda one: -own[one])
    return asked[:MOST_ASKED]


@cache
def _own_words() -> dict[str, frozenset[str]]:
    """By further language, the words that tell it and mean nothing in a common one."""
    known = lexicon()
    common = frozenset().union(*known.stop_words.values()) | known.vocabulary
    return {language: (stop_words()[language] | words) - common for language, words in language_markers().items()}
