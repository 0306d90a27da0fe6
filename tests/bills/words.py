"""The words of one issuer: one variant of each label, drawn once from the word files of a set and kept to."""

import tomllib
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from billhook.local.samples.dice import Dice


@dataclass
class Words:
    """``said``: all variants by key. A label once drawn stays; ``any`` draws afresh each time."""

    said: dict[str, list[str]]
    dice: Dice
    is_loud: bool = False
    chosen: dict[str, str] = field(default_factory=dict)

    def __call__(self, key: str) -> str:
        if key not in self.chosen:
            text = self.dice.one_of(self.said[key])
            self.chosen[key] = text.upper() if self.is_loud and len(text) < 40 and "{" not in text else text
        return self.chosen[key]

    def any(self, key: str) -> str:
        return self.dice.one_of(self.said[key])

    def knows(self, key: str) -> bool:
        return bool(self.said.get(key))


def words_of(folder: Path, language: str, country: str, dice: Dice) -> Words:
    """The words of ``language`` as ``country`` says them; one issuer in six shouts its labels."""
    return Words(said_in(folder, language, country), dice, is_loud=dice.number(0, 5) == 0)


@cache
def said_in(folder: Path, language: str, country: str) -> dict[str, list[str]]:
    """The word file of a language, with what its table for a country replaces."""
    said: dict[str, Any] = tomllib.loads((folder / f"{language}.toml").read_text(encoding="utf-8"))
    own = said.get(country, {})
    return {key: value for key, value in {**said, **own}.items() if isinstance(value, list)}
