"""The words of bills by language, from ``lexicon/*.toml``: loaded on first use, kept for the process.

Common languages are known to every document, for bills mix them. Further ones (``lexicon/further``) are known to the
documents that speak them: they cost the others no time and lend them no words.
"""

import json
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any

from billhook.extraction.text.normalize import folded

FOLDER = Path(__file__).parents[1] / "data" / "languages"
FURTHER = FOLDER / "further"
STOP_WORDS = FOLDER / "stop_words.toml"
COMMON = "en"
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
class ContextRule:
    """What a label means beside one of these words: "amount due *last* bill"."""

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
    """All common languages at once: bills mix them, and a phrase of one hardly ever misleads in another.

    ``further`` names the further language that is in it too, if one is.
    """

    labels: Trie = field(default_factory=dict)
    topics: dict[str, Trie] = field(default_factory=dict)
    spoken: dict[tuple[str, str], Trie] = field(default_factory=dict)
    phrases: dict[str, Label] = field(default_factory=dict)
    turns: dict[str, list[ContextRule]] = field(default_factory=dict)
    """By the name of the label that is turned."""

    turning: dict[str, frozenset[str]] = field(default_factory=dict)
    """Every word that may turn a label, by the name of the label."""

    stop_words: dict[str, frozenset[str]] = field(default_factory=dict)
    vocabulary: frozenset[str] = frozenset()
    further: str = ""


def lexicon(language: str = COMMON) -> Lexicon:
    """The words for a document of ``language``; all documents of common languages share one lexicon."""
    return _with_further(language) if language in language_markers() else _common()


@cache
def _common() -> Lexicon:
    words = Lexicon()
    for language in sorted({path.stem for path in FOLDER.glob("??.*")}):
        _add(words, _content(FOLDER / f"{language}.toml"))
    return _closed(words)


@cache
def _with_further(language: str) -> Lexicon:
    common = _common()
    words = replace(
        common,
        labels=dict(common.labels),
        topics={topic: dict(trie) for topic, trie in common.topics.items()},
        spoken=dict(common.spoken),
        phrases=dict(common.phrases),
        turns={name: list(turns) for name, turns in common.turns.items()},
        stop_words=dict(common.stop_words),
        further=language,
    )
    _add(words, _content(FURTHER / f"{language}.toml"))
    return _closed(words)


def _closed(words: Lexicon) -> Lexicon:
    _say_both(words)
    words.vocabulary = frozenset(part for phrase in words.phrases for part in phrase.split())
    words.turning = {name: frozenset().union(*(turn.words for turn in turns)) for name, turns in words.turns.items()}
    return words


def _say_both(words: Lexicon) -> None:
    """Let "payment received on", which dates a payment, name its amount as well, as "payment received" does."""
    for phrase, label in list(words.phrases.items()):
        named = words.phrases.get(phrase.rpartition(" ")[0])
        if label.name == "nothing_date" and named and named.name == "after_previous_total_payment":
            _plant(words.labels, phrase, named)


def _content(path: Path) -> dict[str, Any]:
    """What a file of words says; in a layer it lies there as JSON, which is loaded thirty times as fast."""
    as_json = path.with_suffix(".json")
    if as_json.exists():
        content: dict[str, Any] = json.loads(as_json.read_text(encoding="utf-8"))
        return content
    return tomllib.loads(path.read_text(encoding="utf-8"))


@cache
def _speech() -> dict[str, dict[str, list[str]]]:
    return _content(STOP_WORDS)


@cache
def stop_words() -> dict[str, frozenset[str]]:
    """By language, words such as "the" and "of": of the common languages and of the further ones."""
    return {language: frozenset(map(folded, group)) for language, group in _speech()["small"].items()}


@cache
def language_markers() -> dict[str, frozenset[str]]:
    """By further language, words of bills that tell it where a bill has labels and no sentences."""
    return {language: frozenset(map(folded, group)) for language, group in _speech()["telling"].items()}


def _add(words: Lexicon, source: dict[str, Any]) -> None:
    language = source["language"]
    words.stop_words[language] = stop_words()[language]
    for name, phrases in source["labels"].items():
        for weight, group in ((STRONG, phrases["strong"]), (WEAK, phrases["weak"])):
            label = Label(name, weight, language)
            for spelling in _spelled(group, source.get("numbers", ())):
                if words.further or spelling not in words.phrases:
                    words.phrases[spelling] = label
                _plant(words.labels, spelling, label, shared=bool(words.further))
    for turn in source.get("turns", []):
        for name in turn["from"]:
            words.turns.setdefault(name, []).append(ContextRule(frozenset(map(folded, turn["words"])), turn["into"]))
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
                    for form in (spelling, f"{spelling}s"):
                        _plant(trie, form, name, shared=bool(words.further))


def _spelled(phrases: Iterable[str], numbers: Iterable[str]) -> Iterator[str]:
    """Every phrase folded; ``{no}`` stands for each of the words for a number: ``account {no}`` is five phrases."""
    for phrase in phrases:
        if NUMBER in phrase:
            yield from (folded(phrase.replace(NUMBER, number)) for number in numbers)
        else:
            yield folded(phrase)


def _plant(trie: Trie, phrase: str, meaning: object, *, shared: bool = False) -> None:
    """Put ``phrase`` into ``trie``; one phrase may mean several things (a due date and an amount due).

    What lies below a ``shared`` trie is copied before it is changed: another lexicon has it too.
    """
    node = trie
    for part in phrase.split():
        below = node.get(part)
        if below is None or shared:
            below = node[part] = dict(below or ())
        node = below
    meanings = node.get(END, ())
    if meaning not in meanings:
        node[END] = (*meanings, meaning)


def found(trie: Trie, parts: list[str]) -> list[tuple[int, int, Any]]:
    """The longest phrases of ``trie`` in ``parts``, from left to right: (first, end, meanings)."""
    hits: list[tuple[int, int, Any]] = []
    if trie.keys().isdisjoint(parts):
        return hits
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
