"""Words that a recogniser misread, and the words of the lexicon that they stand for."""

from functools import lru_cache

from billhook.extraction.data.source import depends_on_data
from billhook.extraction.language.lexicon import Label, lexicon

LOOKALIKES = (("rn", "m"), ("vv", "w"), ("0", "o"), ("1", "l"), ("5", "s"), ("l", "i"))
"""What readers see, and what was printed."""

DAMAGE = 84
"""How alike (0..100) a misread word must be to the word that it is taken for."""


@depends_on_data
@lru_cache(maxsize=4096)
def corrected(part: str, language: str) -> str:
    """The word of the lexicon that a misread ``part`` stands for, or ``part`` itself."""
    vocabulary = lexicon(language).vocabulary
    if len(part) < 5 or part in vocabulary or part.isdigit():
        return part
    for seen, meant in LOOKALIKES:
        if seen in part and (guess := part.replace(seen, meant)) in vocabulary:
            return guess
    from rapidfuzz import fuzz, process  # noqa: PLC0415 - only pages that were recognised have damaged words

    best = process.extractOne(part, _long_words(language, len(part)), scorer=fuzz.ratio, score_cutoff=DAMAGE)
    return best[0] if best else part


@depends_on_data
@lru_cache(maxsize=128)
def _long_words(language: str, size: int) -> tuple[str, ...]:
    """The words that one of ``size`` letters can be like enough: no two are alike that differ much in length."""
    words = (word for word in lexicon(language).vocabulary if len(word) >= 5)
    return tuple(sorted(word for word in words if 200 * min(size, len(word)) >= DAMAGE * (size + len(word))))


@depends_on_data
@lru_cache(maxsize=4)
def without_spaces(language: str) -> dict[str, Label]:
    """Labels without their blanks: readers lose some."""
    return {phrase.replace(" ", ""): label for phrase, label in lexicon(language).phrases.items() if len(phrase) > 6}
