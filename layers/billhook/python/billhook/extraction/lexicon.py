"""The words of bills by language, from ``lexicon/*.toml``: loaded on first use, kept for the process."""

import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from billhook.extraction.text import folded

FOLDER = Path(__file__).parent / "lexicon"
STRONG, WEAK = 1.0, 0.5
END = ""
"""The key under which a trie node keeps what ends there."""

NUMBER = "{no}"
"""What stands in a phrase for any of the words for a number that its language has."""

TOPICS = ("charges", "sides", "commodities", "kind", "issuer", "country")
"""What words may be about, beside labels; each has a trie of its own, so that none hides another's phrases."""

SPOKEN = frozenset({"charges", "sides"})
"""Topics whose words mean something else in other languages: asked in the document's own language and in English."""

Trie = dict[str, Any]


@dataclass(frozen=True)
class Turn:
    """A label that means something else beside one of these words: "amount due *last* bill"."""

    labels: frozenset[str]
    words: frozenset[str]
    into: str


@dataclass(frozen=True)
class Label:
    """What a phrase announces and how surely."""

    name: str
    weight: float
    language: str


@dataclass
class Lexicon:
    """All languages at once: bills mix them, and a phrase of one hardly ever misleads in another."""

    labels: Trie = field(default_factory=dict)
    topics: dict[str, Trie] = field(default_factory=dict)
    spoken: dict[tuple[str, str], Trie] = field(default_factory=dict)
    phrases: dict[str, Label] = field(default_factory=dict)
    turns: list[Turn] = field(default_factory=list)
    stop_words: dict[str, frozenset[str]] = field(default_factory=dict)
    vocabulary: frozenset[str] = frozenset()


@cache
def lexicon() -> Lexicon:
    """The one lexicon of this process."""
    words = Lexicon()
    for path in sorted(FOLDER.glob("*.toml")):
        _add(words, tomllib.loads(path.read_text(encoding="utf-8")))
    words.vocabulary = frozenset(part for phrase in words.phrases for part in phrase.split())
    return words


def _add(words: Lexicon, source: dict[str, Any]) -> None:
    language = source["language"]
    words.stop_words[language] = frozenset(folded(word) for word in source["stop_words"])
    for name, phrases in source["labels"].items():
        for weight, group in ((STRONG, phrases["strong"]), (WEAK, phrases["weak"])):
            label = Label(name, weight, language)
            for spelling in _spelled(group, source.get("numbers", ())):
                words.phrases.setdefault(spelling, label)
                _plant(words.labels, spelling, label)
    for turn in source.get("turns", []):
        words.turns.append(Turn(frozenset(turn["from"]), frozenset(map(folded, turn["words"])), turn["into"]))
    _add_topics(words, source)


def _add_topics(words: Lexicon, source: dict[str, Any]) -> None:
    for topic in TOPICS:
        tries = [words.topics.setdefault(topic, {})]
        if topic in SPOKEN:
            tries.append(words.spoken.setdefault((topic, source["language"]), {}))
        for name, phrases in source.get(topic, {}).items():
            for phrase in phrases:
                spelling = folded(phrase)
                for trie in tries:
                    _plant(trie, spelling, name)
                    _plant(trie, f"{spelling}s", name)


def _spelled(phrases: Iterable[str], numbers: Iterable[str]) -> Iterator[str]:
    """Every phrase folded; ``{no}`` stands for each of the words for a number: ``account {no}`` is five phrases."""
    for phrase in phrases:
        if NUMBER in phrase:
            yield from (folded(phrase.replace(NUMBER, number)) for number in numbers)
        else:
            yield folded(phrase)


def _plant(trie: Trie, phrase: str, meaning: object) -> None:
    """Put ``phrase`` into ``trie``; one phrase may mean several things (a due date and an amount due)."""
    node = trie
    for part in phrase.split():
        node = node.setdefault(part, {})
    meanings = node.setdefault(END, [])
    if meaning not in meanings:
        meanings.append(meaning)


def found(trie: Trie, parts: list[str]) -> list[tuple[int, int, list[Any]]]:
    """The longest phrases of ``trie`` in ``parts``, from left to right: (first, end, meanings)."""
    hits = []
    at, size = 0, len(parts)
    while at < size:
        node, step, best = trie.get(parts[at]), at, None
        while node is not None:
            step += 1
            if END in node:
                best = (at, step, node[END])
            node = node.get(parts[step]) if step < size else None
        if best:
            hits.append(best)
            at = best[1]
        else:
            at += 1
    return hits
