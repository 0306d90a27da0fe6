"""Normalization for comparison: words in lower case without accents and punctuation, codes without separators."""

import re
import unicodedata
from functools import lru_cache

_APART = re.compile(r"[^\w%#&$€£\u0900-\u0963\u0966-\u0dff]+|_")
"""What stands between the parts of a word; the vowel signs of Indian scripts, which are no ``\\w``, are part of it."""

_SEPARATORS = re.compile(r"\W")
_NUMERO = re.compile(r"\bn\.o\b")
_SHARP = str.maketrans(
    {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "ı": "i", "đ": "d", "º": "o", "°": "o", "№": "no"}
)


@lru_cache(maxsize=8192)
def tokens(word: str) -> tuple[str, ...]:
    """The comparable parts of one printed word: ``d'Électricité:`` -> ``("d", "electricite")``."""
    if word.isascii():
        normalized = word.lower()
    else:
        decomposed = unicodedata.normalize("NFKD", word.casefold().translate(_SHARP))
        normalized = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    if normalized.isalnum():
        return (normalized,)
    if "#" in normalized or "n.o" in normalized:
        normalized = _NUMERO.sub("no", normalized).replace("#", " # ")
    return tuple(filter(None, _APART.split(normalized)))


@lru_cache(maxsize=2048)
def normalized(text: str) -> str:
    """``text`` as its comparable parts with one space between them."""
    if text.isascii() and text.replace(" ", "").isalnum():
        return " ".join(text.lower().split())
    return " ".join(part for word in text.split() for part in tokens(word))


def code_key(code: str) -> str:
    """The letters and figures of ``code``, equal for all its spellings: ``12-34 ab`` -> ``1234AB``."""
    return _SEPARATORS.sub("", code).upper()
