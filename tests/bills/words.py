"""The labels of one issuer: one variant of each, drawn once from the word files of a set."""

import tomllib
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from billhook.local.samples.seeded_random import SeededRandom


@dataclass
class Words:
    """Labels of an issuer: ``variants`` by key, of which one is drawn and kept; ``any`` draws a new one each time.

    ``strangeness`` percent of the labels become meaningless words, as the labels of an unknown issuer are.
    """

    variants: dict[str, list[str]]
    random: SeededRandom
    is_loud: bool = False
    strangeness: int = 0
    chosen: dict[str, str] = field(default_factory=dict)

    def __call__(self, key: str) -> str:
        if key not in self.chosen:
            text = self.random.one_of(self.variants[key])
            if self.strangeness and "{" not in text and self.random.number(1, 100) <= self.strangeness:
                text = " ".join(self._strange(word) for word in text.split())
            self.chosen[key] = text.upper() if self.is_loud and len(text) < 40 and "{" not in text else text
        return self.chosen[key]

    def any(self, key: str) -> str:
        return self.random.one_of(self.variants[key])

    def _strange(self, word: str) -> str:
        """Return a meaningless word of the same length."""
        sounds = [self.random.one_of("bdfgklmnprstvz") + self.random.one_of("aeiou") for _ in range(len(word) // 2 + 1)]
        text = "".join(sounds)[: max(2, len(word))]
        return text.capitalize() if word[:1].isupper() else text


def words_of(folder: Path, language: str, country: str, random: SeededRandom, strangeness: int = 0) -> Words:
    """Draw the labels of ``language`` in ``country``; one issuer in six prints them in capitals."""
    return Words(
        labels_in(folder, language, country), random, is_loud=random.number(0, 5) == 0, strangeness=strangeness
    )


@cache
def labels_in(folder: Path, language: str, country: str) -> dict[str, list[str]]:
    """Load the word file of a language, with the replacements of its table for a country."""
    variants: dict[str, Any] = tomllib.loads((folder / f"{language}.toml").read_text(encoding="utf-8"))
    replaced = variants.get(country, {})
    return {key: value for key, value in {**variants, **replaced}.items() if isinstance(value, list)}
