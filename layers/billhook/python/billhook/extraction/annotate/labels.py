"""Labels and topics found in the words of cells: phrases of the lexicon and of an issuer profile.

Places that a recogniser gave a meaning, or an issuer profile for all pages of a layout, are labels as well.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Any, NamedTuple

from billhook.domain.document_text import Box, DocumentText, PageText, ServiceField, box_of
from billhook.extraction.annotate.boxed_fields import SERVICE_TYPES, VALUE_FIELDS
from billhook.extraction.language.lexicon import (
    COMMON,
    SPOKEN,
    Label,
    Lexicon,
    Trie,
    find_phrases,
    find_phrases_in_each,
    match_by_stems,
)
from billhook.extraction.language.ocr_repair import without_spaces
from billhook.extraction.layout.lines import Cell, Layout
from billhook.extraction.text.normalize import normalized

Phrase = tuple[int, int, Any]
"""A phrase: its first part, the part after its last, and what it means."""


def joined_phrases(specific: list[Phrase], general: list[Phrase]) -> list[Phrase]:
    """Join the phrases of an issuer profile with those of the lexicon that they do not overlap."""
    if not specific:
        return general
    rest = [phrase for phrase in general if all(phrase[1] <= start or phrase[0] >= end for start, end, _ in specific)]
    return sorted((*specific, *rest), key=lambda phrase: phrase[0])


NO_TRIE: Trie = {}
Parts = tuple[str, ...]
"""Normalized words."""


class Meaning(NamedTuple):
    """The phrases of three topics in normalized words, and how many of the words' names are of the trade."""

    parts: Parts
    kinds: list[Phrase]
    services: list[Phrase]
    trades: list[Phrase]
    trade_count: int

    @property
    def is_service(self) -> bool:
        """Whether all words name a commodity: "Natural gas" is a heading, not a name."""
        return len(covered(self.services)) == len(self.parts)

    @property
    def is_of_documents(self) -> bool:
        """Whether most words are those of bills and other documents."""
        return 2 * sum(end - first for first, end, _ in self.kinds) > len(self.parts)

    def is_generic(self, stop_words: AbstractSet[str]) -> bool:
        """Whether all words are those of the trade: "Water and Sewer Department" is a part of some municipality."""
        known = covered(self.services, self.trades)
        known |= {index for index, part in enumerate(self.parts) if part in stop_words or len(part) < 2}
        return len(known) == len(self.parts)


def covered(*topics: Sequence[Phrase]) -> set[int]:
    """The places of the words that belong to phrases."""
    return {index for phrases in topics for first, end, _ in phrases for index in range(first, end)}


@dataclass(frozen=True)
class TopicMatcher:
    """Match the phrases under topics of ``lexicon`` and of an issuer profile."""

    lexicon: Lexicon
    language: str
    profile_topics: Mapping[str, Trie]

    def names(self, texts: Sequence[Sequence[str]], topic: str) -> list[tuple[str, ...]]:
        """Give for each of ``texts``, a list of normalized words, the names that it mentions, in reading order."""
        phrases = self._general(texts, topic)
        if profile_trie := self.profile_topics.get(topic):
            phrases = list(map(joined_phrases, find_phrases_in_each(profile_trie, texts), phrases))
        return [tuple(name for _, _, names in matches for name in names) for matches in phrases]

    def meanings(self, texts: Collection[Parts]) -> dict[Parts, Meaning]:
        """What each of ``texts`` means by the lexicon; phrases of the issuer profile count as trade too."""
        phrases = (find_phrases_in_each(self.lexicon.topics[name], texts) for name in ("kind", "commodities", "issuer"))
        rows = zip(texts, *phrases, map(len, self.names(list(texts), "issuer")), strict=True)
        return {row[0]: Meaning(*row) for row in rows}

    def _general(self, texts: Sequence[Sequence[str]], topic: str) -> list[list[Phrase]]:
        if topic not in SPOKEN:
            return find_phrases_in_each(self.lexicon.topics[topic], texts)
        local, english = (self.lexicon.spoken.get((topic, language), NO_TRIE) for language in (self.language, COMMON))
        phrases = find_phrases_in_each(local, texts)
        return phrases if local is english else list(map(joined_phrases, phrases, find_phrases_in_each(english, texts)))


SURE, LONGEST_LABEL = 0.9, 8
"""A label of more weight needs no match by stems; a cell of more words is a sentence."""

SMALL = 4
"""A label of at most so many letters counts fully in its own language only."""

CONTEXT = 4
"""The number of words before and after a label that may change its meaning."""

IN_PROSE = 0.45
"""The factor by which a label in running text counts."""

NOTHING: frozenset[str] = frozenset()


@dataclass(frozen=True, eq=False)
class LabelMatch:
    """A label on the page: ``start``..``end`` in the text of ``cell``; ``box`` is that of its words.

    A service field and a place of an issuer profile have no label: ``is_value`` marks the place of the value.
    """

    name: str
    weight: float
    cell: Cell
    start: int
    end: int
    box: Box
    first_token: int
    end_token: int
    is_value: bool = False


@dataclass(frozen=True)
class LabelMatcher:
    """Match the phrases of ``lexicon`` and of an issuer profile in cells; ``is_clean`` when no letter is in doubt."""

    lexicon: Lexicon
    language: str
    profile_labels: Trie
    prose: AbstractSet[Cell]
    is_clean: bool

    def matches(self, parts_by_cell: Mapping[Cell, Sequence[str]]) -> Iterator[LabelMatch]:
        """Give the labels of every cell in reading order."""
        cells, parts = list(parts_by_cell), list(parts_by_cell.values())
        general = find_phrases_in_each(self.lexicon.labels, parts)
        known = find_phrases_in_each(self.profile_labels, parts) if self.profile_labels else [[] for _ in parts]
        for cell, words, specific, general_matches in zip(cells, parts, known, general, strict=True):
            yield from self._in_cell(cell, words, joined_phrases(specific, general_matches))

    def _in_cell(self, cell: Cell, parts: Sequence[str], phrases: list[Phrase]) -> Iterator[LabelMatch]:
        if not phrases and not self.is_clean and (label := self._without_spaces(parts)):
            phrases = [(0, len(parts), [label])]
        yield from self._by_stems(cell, parts, phrases)
        factor = IN_PROSE if cell in self.prose else 1.0
        for first, end, meanings in phrases:
            words = [cell.tokens[index][1] for index in (first, end - 1)]
            start = cell.offsets[words[0]]
            stop = _end_of_label(cell, end)
            left, right = cell.words[words[0]].box, cell.words[words[1]].box
            box = Box(left.x0, min(left.y0, right.y0), right.x1, max(left.y1, right.y1))
            strongest: dict[str, float] = {}
            for label in meanings:
                name = self._in_context(label, parts, (first, end), phrases)
                weight = label.weight * self._trust(label.language, part_count=end - first, letters=stop - start)
                strongest[name] = max(strongest.get(name, 0.0), weight)
            for name, weight in strongest.items():
                yield LabelMatch(name, weight * factor, cell, start, stop, box, first, end)

    def _without_spaces(self, parts: Sequence[str]) -> Label | None:
        """Find the label that the parts make up when a recogniser has lost its blanks."""
        return without_spaces(self.lexicon.secondary).get("".join(parts))

    def _by_stems(self, cell: Cell, parts: Sequence[str], phrases: list[Phrase]) -> Iterator[LabelMatch]:
        """Match the first words of a cell by their stems, where it has no sure label and is no sentence."""
        if len(parts) < 2:
            return
        size = next((i for i, part in enumerate(parts) if part[0].isdigit()), len(parts))
        sure = sum(end - first for first, end, labels in phrases if any(label.weight > SURE for label in labels))
        if not 2 <= size <= LONGEST_LABEL or 2 * sure > size or cell in self.prose:
            return
        for name, weight in match_by_stems(parts[:size], self.language).items():
            last = cell.tokens[size - 1][1]
            end = _end_of_label(cell, size)
            yield LabelMatch(name, weight, cell, 0, end, box_of(cell.words[: last + 1]), 0, size)

    def _trust(self, language: str, *, part_count: int, letters: int) -> float:
        """The factor of a label of ``language``: low for a short word of another language, such as "a" or "de"."""
        if language == self.language:
            return 1.0
        if part_count == 1 and letters <= SMALL:
            return 0.4
        return 1.0 if language == COMMON else 0.8

    def _in_context(self, label: Label, parts: Sequence[str], place: tuple[int, int], phrases: list[Phrase]) -> str:
        """Name the meaning of ``label`` beside its neighbours, unless these belong to a label of that meaning."""
        known, (first, end) = self.lexicon.context_words.get(label.name, NOTHING), place
        if known.isdisjoint(parts):
            return label.name
        around = (*range(max(0, first - CONTEXT), first), *range(end, min(len(parts), end + CONTEXT)))
        if not any(parts[index] in known for index in around):
            return label.name
        for rule in self.lexicon.context_rules[label.name]:
            changing = {index for index in around if parts[index] in rule.words}
            if changing and not _belong_to(phrases, changing, rule.into):
                return rule.into
        return label.name


def _belong_to(phrases: list[Phrase], words: set[int], name: str) -> bool:
    """Whether every one of ``words`` is part of a phrase that announces ``name``."""
    covered = {
        index
        for first, end, meanings in phrases
        if any(label.name == name for label in meanings)
        for index in range(first, end)
    }
    return words <= covered


def label_shares(labels: Mapping[Cell, Sequence[LabelMatch]], stop_words: AbstractSet[str]) -> dict[Cell, float]:
    """Give the share of each cell's words that labels cover; a label of one stop word does not count."""
    return {cell: _share(cell, matches, stop_words) for cell, matches in labels.items()}


def _share(cell: Cell, matches: Sequence[LabelMatch], stop_words: AbstractSet[str]) -> float:
    covered = {
        index
        for match in matches
        if not (match.end_token - match.first_token == 1 and cell.tokens[match.first_token][0] in stop_words)
        for index in range(match.first_token, match.end_token)
    }
    return len(covered) / max(1, len(cell.tokens))


def _end_of_label(cell: Cell, end: int) -> int:
    """Where the label before token ``end`` ends in the text: behind its word, or behind a colon glued to its value."""
    number = cell.tokens[end - 1][1]
    word, offset = cell.words[number].text, cell.offsets[number]
    is_glued = ":" in word and end < len(cell.tokens) and cell.tokens[end][1] == number
    return offset + (word.index(":") + 1 if is_glued else len(word))


BY_TYPE, BY_LABEL = 0.9, 0.8
MOST_OF_LABEL = 0.6
"""A phrase must be so much of a label: "total charges for electricity services" is not the total charges."""

INSIDE = 0.5
"""Share of a word's width and height that must be inside a box."""


def meanings_of(field: ServiceField, words: Lexicon) -> dict[str, float]:
    """The label of a service field with its weight. A printed label is more specific than a type of the service."""
    parts = normalized(field.label).split()
    found = find_phrases(words.labels, parts)
    named: dict[str, float] = {}
    for first, end, labels in found:
        share = (end - first) / len(parts)
        for label in labels:
            if label.name in VALUE_FIELDS and share >= MOST_OF_LABEL:
                sure = BY_LABEL * label.weight * share * field.confidence
                named[label.name] = max(named.get(label.name, 0.0), sure)
    if named:
        return named
    kind = SERVICE_TYPES.get(field.kind)
    denied = any(label.name.startswith("nothing") for _, _, labels in found for label in labels)
    return {kind: BY_TYPE * field.confidence} if kind and not denied else {}


def statements(reading: DocumentText) -> Iterator[tuple[PageText, ServiceField]]:
    for page in reading.pages:
        for field in page.fields:
            yield page, field


def cells_in(layout: Layout, page: int, box: Box) -> Iterator[tuple[Cell, int, int]]:
    """The cells of ``page`` with words in ``box``: from the first of these words to the last, as places of the text."""
    for cell in layout.cells:
        if cell.page != page or cell.x1 < box.x0 or cell.x0 > box.x1 or cell.y1 < box.y0 or cell.y0 > box.y1:
            continue
        inside = [
            (offset, offset + len(word.text))
            for word, offset in zip(cell.words, cell.offsets, strict=True)
            if _is_inside(word.box, box)
        ]
        if inside:
            yield cell, inside[0][0], inside[-1][1]


def _is_inside(word: Box, box: Box) -> bool:
    across = min(word.x1, box.x1) - max(word.x0, box.x0)
    down = min(word.y1, box.y1) - max(word.y0, box.y0)
    return across > INSIDE * (word.x1 - word.x0) and down > INSIDE * (word.y1 - word.y0)


def issuer_places(layout: Layout, document_text: DocumentText) -> Iterator[tuple[Cell, int, int, float]]:
    """Give the places that a service recognised as the issuer's name, with its confidence."""
    for page, field in statements(document_text):
        if SERVICE_TYPES.get(field.kind) == "utility_name":
            for cell, start, end in cells_in(layout, page.number, field.box):
                yield cell, start, end, field.confidence
