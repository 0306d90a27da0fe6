"""Phrases of a lexicon or an issuer profile found in the words of a cell."""

from typing import Any

Phrase = tuple[int, int, Any]
"""A phrase: its first part, the part after its last, and what it means."""


def joined_phrases(own: list[Phrase], general: list[Phrase]) -> list[Phrase]:
    """Join the phrases of an issuer profile with those of the lexicon that they do not overlap."""
    if not own:
        return general
    rest = [phrase for phrase in general if all(phrase[1] <= start or phrase[0] >= end for start, end, _ in own)]
    return sorted((*own, *rest), key=lambda phrase: phrase[0])
