"""Labels in other words: the same content words in any order and form, with any small words between them.

No list has every way to say "date of issue of the invoice". What a phrase of the lexicon and the words of a cell
have in common once articles, prepositions and endings are gone is its gist; a word more or less makes it less sure.
"""

from collections.abc import Collection, Iterable, Sequence
from functools import cache

from billhook.extraction.data.source import depends_on_data
from billhook.extraction.language.lexicon import STRONG, Label, lexicon

STEM, SAME, NEAR = 6, 0.75, 0.55
"""How many letters tell a word; what a label in other words weighs; what one with a word too many does."""

FEWEST, MOST = 2, 5
"""How many content words a gist of use has."""

Gist = frozenset[str]


def stem_set(parts: Iterable[str], small: Collection[str]) -> Gist:
    return frozenset(part[:STEM] for part in parts if part not in small and part.isalpha() and len(part) > 1)


def match_by_stems(parts: Sequence[str], language: str) -> dict[str, float]:
    """What a cell of these words announces, with weights; empty when no phrase of ``language`` has their gist."""
    small, known = lexicon(language).stop_words.get(language, frozenset()), _gists(language)
    said = stem_set(parts, small)
    if not FEWEST <= len(said) <= MOST + 1:
        return {}
    if said in known:
        return _weighed(known[said], SAME)
    if len(said) <= FEWEST:
        return {}
    names = [_weighed(known[less], NEAR) for word in said if (less := said - {word}) in known]
    agreed = {name for one in names for name in one}
    return names[0] if len(agreed) == 1 else {}


def _weighed(labels: list[Label], worth: float) -> dict[str, float]:
    return {label.name: worth * label.weight for label in labels if label.weight == STRONG}


@depends_on_data
@cache
def _gists(language: str) -> dict[Gist, list[Label]]:
    """The strong phrases of a language by their gist; one that two names share tells neither."""
    words, found = lexicon(language), dict[Gist, list[Label]]()
    small = words.stop_words.get(language, frozenset())
    for phrase, label in words.phrases.items():
        key = stem_set(phrase.split(), small)
        if label.language == language and label.weight == STRONG and FEWEST <= len(key) <= MOST:
            found.setdefault(key, []).append(label)
    return {key: labels[:1] for key, labels in found.items() if len({label.name for label in labels}) == 1}
