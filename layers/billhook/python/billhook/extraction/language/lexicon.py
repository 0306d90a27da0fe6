"""The vocabulary of bills by language: labels, topics and context rules, compiled into tries on first use.

Documents of all primary languages share one lexicon, since bills mix them. A secondary language is added to it for
documents in that language alone, so that it costs other documents no time and lends them no words.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any

from billhook.extraction.data.country import countries
from billhook.extraction.data.language import languages
from billhook.extraction.data.source import LANGUAGES, content, depends_on_data
from billhook.extraction.text.normalize import normalized

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
    """The vocabulary of all primary languages, and of the language ``secondary`` if that is set."""

    labels: Trie = field(default_factory=dict)
    topics: dict[str, Trie] = field(default_factory=dict)
    spoken: dict[tuple[str, str], Trie] = field(default_factory=dict)
    phrases: dict[str, Label] = field(default_factory=dict)
    context_rules: dict[str, list[ContextRule]] = field(default_factory=dict)
    """By the name of the label whose meaning they change."""

    context_words: dict[str, frozenset[str]] = field(default_factory=dict)
    """The words of all context rules of a label, by the name of the label."""

    stop_words: dict[str, frozenset[str]] = field(default_factory=dict)
    vocabulary: frozenset[str] = frozenset()
    secondary: str = ""


def lexicon(language: str = COMMON) -> Lexicon:
    """The vocabulary for a document of ``language``."""
    known = languages().get(language)
    return _with_secondary(language) if known and known.secondary else _primary()


@depends_on_data
@cache
def _primary() -> Lexicon:
    words = Lexicon()
    for language in languages().values():
        if not language.secondary:
            _add(words, language.code)
    return _closed(words)


@depends_on_data
@cache
def _with_secondary(language: str) -> Lexicon:
    primary = _primary()
    words = replace(
        primary,
        labels=dict(primary.labels),
        topics={topic: dict(trie) for topic, trie in primary.topics.items()},
        spoken=dict(primary.spoken),
        phrases=dict(primary.phrases),
        context_rules={name: list(rules) for name, rules in primary.context_rules.items()},
        stop_words=dict(primary.stop_words),
        secondary=language,
    )
    _add(words, language)
    return _closed(words)


def _closed(words: Lexicon) -> Lexicon:
    _say_both(words)
    words.vocabulary = frozenset(part for phrase in words.phrases for part in phrase.split())
    words.context_words = {
        name: frozenset().union(*(rule.words for rule in rules)) for name, rules in words.context_rules.items()
    }
    return words


def _say_both(words: Lexicon) -> None:
    """Let "payment received on", which dates a payment, name its amount as well, as "payment received" does."""
    for phrase, label in list(words.phrases.items()):
        named = words.phrases.get(phrase.rpartition(" ")[0])
        if label.name == "nothing_date" and named and named.name == "after_previous_total_payment":
            _plant(words.labels, phrase, named)


@depends_on_data
@cache
def stop_words() -> Mapping[str, frozenset[str]]:
    """The normalized stop words of every language, such as "the" and "of"."""
    return {code: frozenset(map(normalized, language.stop_words)) for code, language in languages().items()}


@depends_on_data
@cache
def language_markers() -> Mapping[str, frozenset[str]]:
    """The normalized words by which each secondary language is recognised on bills without sentences."""
    secondary = (language for language in languages().values() if language.secondary)
    return {language.code: frozenset(map(normalized, language.markers)) for language in secondary}


def _add(words: Lexicon, language: str) -> None:
    source: dict[str, Any] = dict(content(LANGUAGES, language))
    words.stop_words[language] = stop_words()[language]
    for name, phrases in source["labels"].items():
        for weight, group in ((STRONG, phrases["strong"]), (WEAK, phrases["weak"])):
            label = Label(name, weight, language)
            for spelling in _spelled(group, source.get("numbers", ())):
                if words.secondary or spelling not in words.phrases:
                    words.phrases[spelling] = label
                _plant(words.labels, spelling, label, shared=bool(words.secondary))
    for rule in source.get("context_rules", []):
        for name in rule["from"]:
            made = ContextRule(frozenset(map(normalized, rule["words"])), rule["into"])
            words.context_rules.setdefault(name, []).append(made)
    source["country"] = {country.code: country.words.get(language, ()) for country in countries().values()}
    _add_topics(words, language, source)


def _add_topics(words: Lexicon, language: str, source: Mapping[str, Any]) -> None:
    for topic in TOPICS:
        tries = [words.topics.setdefault(topic, {})]
        if topic in SPOKEN:
            tries.append(words.spoken.setdefault((topic, language), {}))
        for name, phrases in source.get(topic, {}).items():
            for phrase in phrases:
                spelling = normalized(phrase)
                for trie in tries:
                    for form in (spelling, f"{spelling}s"):
                        _plant(trie, form, name, shared=bool(words.secondary))


def _spelled(phrases: Iterable[str], numbers: Iterable[str]) -> Iterator[str]:
    """Every phrase normalized; ``{no}`` stands for each of the words for a number: ``account {no}`` is five phrases."""
    for phrase in phrases:
        if NUMBER in phrase:
            yield from (normalized(phrase.replace(NUMBER, number)) for number in numbers)
        else:
            yield normalized(phrase)


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


def find_phrases(trie: Trie, parts: Sequence[str]) -> list[tuple[int, int, Any]]:
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


def find_phrases_in_each(trie: Trie, texts: Iterable[Sequence[str]]) -> list[list[tuple[int, int, Any]]]:
    """The longest phrases of ``trie`` in each of ``texts``."""
    return [find_phrases(trie, parts) for parts in texts]
