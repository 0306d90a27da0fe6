"""OCR repair: damaged words are replaced by the most similar word of the vocabulary."""

from functools import lru_cache

from billhook.extraction.data.source import depends_on_data
from billhook.extraction.language.lexicon import Label, lexicon

LOOKALIKES = (("rn", "m"), ("vv", "w"), ("0", "o"), ("1", "l"), ("5", "s"), ("l", "i"))
"""Pairs of what OCR returns and what is printed."""

LEAST_SIMILARITY = 84
"""The similarity (0..100) of a damaged word to its replacement at least."""


@depends_on_data
@lru_cache(maxsize=4096)
def corrected(part: str, language: str) -> str:
    """The word of the vocabulary that is most similar to ``part``; ``part`` itself if none is similar enough."""
    vocabulary = lexicon(language).vocabulary
    if len(part) < 5 or part in vocabulary or part.isdigit():
        return part
    for damaged, printed in LOOKALIKES:
        if damaged in part and (guess := part.replace(damaged, printed)) in vocabulary:
            return guess
    from rapidfuzz import fuzz, process  # noqa: PLC0415 - only pages that were recognised have damaged words

    best = process.extractOne(part, _long_words(language, len(part)), scorer=fuzz.ratio, score_cutoff=LEAST_SIMILARITY)
    return best[0] if best else part


@depends_on_data
@lru_cache(maxsize=128)
def _long_words(language: str, size: int) -> tuple[str, ...]:
    """The words long enough for a word of ``size`` letters: words of very different lengths are never similar."""
    words = (word for word in lexicon(language).vocabulary if len(word) >= 5)
    return tuple(sorted(word for word in words if 200 * min(size, len(word)) >= LEAST_SIMILARITY * (size + len(word))))


@depends_on_data
@lru_cache(maxsize=4)
def without_spaces(language: str) -> dict[str, Label]:
    """The labels by their phrases without blanks, which OCR may drop."""
    return {phrase.replace(" ", ""): label for phrase, label in lexicon(language).phrases.items() if len(phrase) > 6}
