"""The words of one issuer: one variant of each label, drawn once from the word files of a set and kept to."""

import tomllib
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from billhook.local.samples.seeded_random import SeededRandom


@dataclass
class Words:
    """``said``: all variants by key. A label once drawn stays; ``any`` draws afresh each time.

    Of a hundred labels, ``strangeness`` are words that no lexicon knows: so are the labels of issuers unknown.
    """

    said: dict[str, list[str]]
    dice: SeededRandom
    is_loud: bool = False
    strangeness: int = 0
    chosen: dict[str, str] = field(default_factory=dict)

    def __call__(self, key: str) -> str:
        if key not in self.chosen:
            text = self.dice.one_of(self.said[key])
            if self.strangeness and "{" not in text and self.dice.number(1, 100) <= self.strangeness:
                text = " ".join(self._strange(word) for word in text.split())
            self.chosen[key] = text.upper() if self.is_loud and len(text) < 40 and "{" not in text else text
        return self.chosen[key]

    def any(self, key: str) -> str:
        return self.dice.one_of(self.said[key])

    def _strange(self, word: str) -> str:
        """A word as long, of no language."""
        sounds = [self.dice.one_of("bdfgklmnprstvz") + self.dice.one_of("aeiou") for _ in range(len(word) // 2 + 1)]
        made = "".join(sounds)[: max(2, len(word))]
        return made.capitalize() if word[:1].isupper() else made


def words_of(folder: Path, language: str, country: str, dice: SeededRandom, strangeness: int = 0) -> Words:
    """The words of ``language`` as ``country`` says them; one issuer in six shouts its labels."""
    return Words(said_in(folder, language, country), dice, is_loud=dice.number(0, 5) == 0, strangeness=strangeness)


@cache
def said_in(folder: Path, language: str, country: str) -> dict[str, list[str]]:
    """The word file of a language, with what its table for a country replaces."""
    said: dict[str, Any] = tomllib.loads((folder / f"{language}.toml").read_text(encoding="utf-8"))
    own = said.get(country, {})
    return {key: value for key, value in {**said, **own}.items() if isinstance(value, list)}
