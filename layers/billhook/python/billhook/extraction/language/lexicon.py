"""The vocabulary of bills by language: labels, topics and context rules, compiled into tries on first use.

Documents of all primary languages share one lexicon, since bills mix them. A secondary language is added to it for
documents in that language only, so that it costs other documents no time and lends them no words.

No list has every form of "date of issue of the invoice". So a phrase and the words of a cell also match if their sets
of stems are equal, in any order and with any stop words between them; one stem too many lowers the weight.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from billhook.extraction.data.country import countries
from billhook.extraction.data.language import languages
from billhook.extraction.data.source import LANGUAGES, collection_paused, content, depends_on_data
from billhook.extraction.text.normalize import normalized

COMMON = "en"
STRONG, WEAK = 1.0, 0.5
END = ""
"""The key of a trie node for the meanings of the phrase that ends there."""

NUMBER = "{no}"
"""The placeholder in a phrase for each word that means "number" in its language."""

TOPICS = ("charges", "sides", "commodities", "kind", "issuer", "country")
"""Subjects of words besides labels. Each has its own trie, so that no phrase hides one of another topic."""

SPOKEN = frozenset({"charges", "sides"})
"""Topics whose words differ in meaning between languages: looked up in the document's language and in English."""

Trie = dict[str, Any]


@dataclass(frozen=True)
class ContextRule:
    """``into``: the meaning of a label next to one of ``words``, as in "amount due *last* bill"."""

    words: frozenset[str]
    into: str


@dataclass(frozen=True)
class Label:
    """The meaning of a phrase and its weight."""

    name: str
    weight: float
    language: str


@dataclass(frozen=True)
class Lexicon:
    """The vocabulary of all primary languages, and of the language ``secondary`` if that is set.

    ``spoken`` holds tries by topic and language; ``context_rules`` and ``context_words`` are by the name of the label
    whose meaning they change; ``stop_words`` are by language.
    """

    labels: Trie
    topics: Mapping[str, Trie]
    spoken: Mapping[tuple[str, str], Trie]
    phrases: Mapping[str, Label]
    context_rules: Mapping[str, list[ContextRule]]
    context_words: Mapping[str, frozenset[str]]
    stop_words: Mapping[str, frozenset[str]]
    vocabulary: frozenset[str]
    secondary: str = ""


def lexicon(language: str = COMMON) -> Lexicon:
    """The vocabulary for a document of ``language``."""
    known = languages().get(language)
    return _with_secondary(language) if known and known.secondary else _primary()


@depends_on_data
@cache
def _primary() -> Lexicon:
    with collection_paused():
        builder = _LexiconBuilder()
        for language in languages().values():
            if not language.secondary:
                builder.add(language.code)
        return builder.lexicon()


@depends_on_data
@cache
def _with_secondary(language: str) -> Lexicon:
    primary = _primary()
    builder = _LexiconBuilder(
        labels=dict(primary.labels),
        topics={topic: dict(trie) for topic, trie in primary.topics.items()},
        spoken=dict(primary.spoken),
        phrases=dict(primary.phrases),
        context_rules={name: list(rules) for name, rules in primary.context_rules.items()},
        stop_words=dict(primary.stop_words),
        secondary=language,
    )
    builder.add(language)
    return builder.lexicon()


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


@dataclass
class _LexiconBuilder:
    """Collects languages into tries. With ``secondary`` set, nodes shared with the primary lexicon are copied first."""

    labels: Trie = field(default_factory=dict)
    topics: dict[str, Trie] = field(default_factory=dict)
    spoken: dict[tuple[str, str], Trie] = field(default_factory=dict)
    phrases: dict[str, Label] = field(default_factory=dict)
    context_rules: dict[str, list[ContextRule]] = field(default_factory=dict)
    stop_words: dict[str, frozenset[str]] = field(default_factory=dict)
    secondary: str = ""

    def add(self, language: str) -> None:
        source: Mapping[str, Any] = content(LANGUAGES, language)
        self.stop_words[language] = stop_words()[language]
        for name, phrases in source["labels"].items():
            for weight, group in ((STRONG, phrases["strong"]), (WEAK, phrases["weak"])):
                self._add_label(Label(name, weight, language), _spelled(group, source.get("numbers", ())))
        for rule in source.get("context_rules", []):
            made = ContextRule(frozenset(map(normalized, rule["words"])), rule["into"])
            for name in rule["from"]:
                self.context_rules.setdefault(name, []).append(made)
        country_words = {country.code: country.words.get(language, ()) for country in countries().values()}
        for topic in TOPICS:
            self._add_topic(topic, language, country_words if topic == "country" else source.get(topic, {}))

    def lexicon(self) -> Lexicon:
        self._name_payments_twice()
        rules = self.context_rules.items()
        return Lexicon(
            labels=self.labels,
            topics=self.topics,
            spoken=self.spoken,
            phrases=self.phrases,
            context_rules=self.context_rules,
            context_words={name: frozenset().union(*(rule.words for rule in group)) for name, group in rules},
            stop_words=self.stop_words,
            vocabulary=frozenset(part for phrase in self.phrases for part in phrase.split()),
            secondary=self.secondary,
        )

    def _add_label(self, label: Label, spellings: Iterable[str]) -> None:
        for spelling in spellings:
            if self.secondary or spelling not in self.phrases:
                self.phrases[spelling] = label
            self._insert(self.labels, spelling, label)

    def _add_topic(self, topic: str, language: str, source: Mapping[str, Iterable[str]]) -> None:
        """Insert each phrase and its form with an "s"."""
        tries = [self.topics.setdefault(topic, {})]
        if topic in SPOKEN:
            tries.append(self.spoken.setdefault((topic, language), {}))
        for name, phrases in source.items():
            for spelling in map(normalized, phrases):
                for trie in tries:
                    self._insert(trie, spelling, name)
                    self._insert(trie, f"{spelling}s", name)

    def _name_payments_twice(self) -> None:
        """Let "payment received on", which dates a payment, name its amount as "payment received" does."""
        for phrase, label in list(self.phrases.items()):
            named = self.phrases.get(phrase.rpartition(" ")[0])
            if label.name == "nothing_date" and named and named.name == "after_previous_total_payment":
                self._insert(self.labels, phrase, named)

    def _insert(self, trie: Trie, phrase: str, meaning: object) -> None:
        """Add ``meaning`` to the end of ``phrase``; one phrase may have several (a due date and an amount due)."""
        node, is_shared = trie, bool(self.secondary)
        for part in phrase.split():
            below = node.get(part)
            if below is None:
                below = node[part] = {}
            elif is_shared:
                below = node[part] = dict(below)
            node = below
        meanings = node.get(END, ())
        if meaning not in meanings:
            node[END] = (*meanings, meaning)


def _spelled(phrases: Iterable[str], numbers: Iterable[str]) -> Iterator[str]:
    """Every phrase normalized, with ``{no}`` replaced by each word for "number": ``account {no}`` is five phrases."""
    for phrase in phrases:
        if NUMBER in phrase:
            yield from (normalized(phrase.replace(NUMBER, number)) for number in numbers)
        else:
            yield normalized(phrase)


def trie_of(meanings: Iterable[tuple[str, object]]) -> Trie:
    """A trie of normalized phrases, each with its meanings in the given order."""
    trie: Trie = {}
    for phrase, meaning in meanings:
        node = trie
        for part in phrase.split():
            node = node.setdefault(part, {})
        node.setdefault(END, []).append(meaning)
    return trie


def find_phrases(trie: Trie, parts: Sequence[str]) -> list[tuple[int, int, Any]]:
    """The longest phrases of ``trie`` in ``parts``, from left to right: (first, end, meanings)."""
    return [] if trie.keys().isdisjoint(parts) else _found(trie, parts)


def _found(trie: Trie, parts: Sequence[str]) -> list[tuple[int, int, Any]]:
    matches: list[tuple[int, int, Any]] = []
    first, size = 0, len(parts)
    for at, part in enumerate(parts):
        node = trie.get(part) if at >= first else None
        if node is None:
            continue
        step, best = at + 1, node.get(END)
        end = step
        while step < size and (node := node.get(parts[step])) is not None:
            step += 1
            if END in node:
                best, end = node[END], step
        if best is not None:
            matches.append((at, end, best))
            first = end
    return matches


def find_phrases_in_each(trie: Trie, texts: Iterable[Sequence[str]]) -> list[list[tuple[int, int, Any]]]:
    """The longest phrases of ``trie`` in each of ``texts``."""
    has_none = trie.keys().isdisjoint
    return [[] if has_none(parts) else _found(trie, parts) for parts in texts]


STEM, SAME, NEAR = 6, 0.75, 0.55
"""The letters of a stem; the weight of a match of all stems; the weight of a match with one stem too many."""

FEWEST, MOST = 2, 5
"""The number of stems of a phrase that can be matched."""

StemSet = frozenset[str]


def stem_set(parts: Iterable[str], stop_words: Collection[str]) -> StemSet:
    """The stems of the content words of ``parts``."""
    return frozenset(part[:STEM] for part in parts if part not in stop_words and part.isalpha() and len(part) > 1)


def match_by_stems(parts: Sequence[str], language: str) -> dict[str, float]:
    """The labels whose stems ``parts`` have, with weights; empty where no label or several match."""
    stop_words, known = lexicon(language).stop_words.get(language, frozenset()), _labels_by_stems(language)
    stems = stem_set(parts, stop_words)
    if not FEWEST <= len(stems) <= MOST + 1:
        return {}
    if stems in known:
        return _weighted(known[stems], SAME)
    if len(stems) <= FEWEST:
        return {}
    names = [_weighted(known[less], NEAR) for stem in stems if (less := stems - {stem}) in known]
    distinct = {name for weights in names for name in weights}
    return names[0] if len(distinct) == 1 else {}


def _weighted(labels: list[Label], factor: float) -> dict[str, float]:
    return {label.name: factor * label.weight for label in labels if label.weight == STRONG}


@depends_on_data
@cache
def _labels_by_stems(language: str) -> dict[StemSet, list[Label]]:
    """The strong labels of a language by their stems, without those that two labels share."""
    words, labels = lexicon(language), dict[StemSet, list[Label]]()
    stop_words = words.stop_words.get(language, frozenset())
    for phrase, label in words.phrases.items():
        stems = stem_set(phrase.split(), stop_words)
        if label.language == language and label.weight == STRONG and FEWEST <= len(stems) <= MOST:
            labels.setdefault(stems, []).append(label)
    return {stems: group[:1] for stems, group in labels.items() if len({label.name for label in group}) == 1}
