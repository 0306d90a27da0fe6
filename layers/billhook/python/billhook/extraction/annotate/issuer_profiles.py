"""Hints for the bills of single utilities, from ``*.toml`` files: labels, places, habits. Data, no code.

A profile names the phrases that identify its issuer. All phrases of all files are in one trie, so the cost of a bill
does not grow with the number of files.
"""

import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields
from functools import cache
from pathlib import Path
from typing import Any

from billhook.domain.document_text import Box
from billhook.extraction.annotate.boxed_fields import VALUE_FIELDS
from billhook.extraction.data.source import depends_on_data
from billhook.extraction.language.lexicon import (
    END,
    STRONG,
    TOPICS,
    WEAK,
    Label,
    Trie,
    find_phrases_in_each,
    lexicon,
    trie_of,
)
from billhook.extraction.layout.lines import Cell
from billhook.extraction.text.normalize import normalized

FOLDER = Path(__file__).parents[1] / "data" / "issuers"
LANGUAGE = "en"
"""Phrases of a supplier count in every language, as English ones do."""

LONGEST_NAME = 14
"""Most words of a cell that identifies an issuer; a longer cell only mentions it."""

MARKS = (".", ",")


class ProfileError(ValueError):
    """A profile file is invalid; the message names file and place."""


@dataclass(frozen=True)
class Place:
    """Place of the value of ``name``: on page ``page`` of a bill (from 1), or on any page when it is 0."""

    name: str
    page: int
    box: Box


@dataclass(frozen=True)
class IssuerProfile:
    """Labels, places and formats of one issuer's bills. ``NOBODY`` is the empty profile."""

    source: str = ""
    name: str | None = None
    country: str | None = None
    currency: str | None = None
    day_first: bool | None = None
    decimal_mark: str | None = None
    known_by: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    labels: Trie = field(default_factory=dict)
    topics: Mapping[str, Trie] = field(default_factory=dict)
    places: tuple[Place, ...] = ()


NOBODY = IssuerProfile()


@dataclass(frozen=True)
class MatchedProfile:
    """The supplier of a bill, and a cell by which it is known."""

    supplier: IssuerProfile = NOBODY
    cell: Cell | None = None
    start: int = 0
    end: int = 0


@dataclass(frozen=True)
class IssuerProfiles:
    """All that have a file, and one trie of the phrases by which they are known."""

    every: tuple[IssuerProfile, ...] = ()
    phrases: Trie = field(default_factory=dict)

    def of(self, cells: Iterable[Cell]) -> MatchedProfile:
        """Whose bill these cells are: who is named most, of several the one named first."""
        if not self.every:
            return MatchedProfile()
        seen: Counter[int] = Counter()
        first: dict[int, MatchedProfile] = {}
        spoken: set[tuple[int, str]] = set()
        cells = list(cells)
        found = find_phrases_in_each(self.phrases, [cell.parts for cell in cells])
        for cell, phrases in zip(cells, found, strict=True):
            for start, end, meanings in phrases:
                for number, phrase in meanings:
                    spoken.add((number, phrase))
                    if phrase in self.every[number].known_by and len(cell.words) <= LONGEST_NAME:
                        seen[number] += 1
                        first.setdefault(number, _known(self.every[number], cell, start, end))
        fitting = [
            position for position in seen if all((position, phrase) in spoken for phrase in self.every[position].needs)
        ]
        return first[max(fitting, key=lambda position: seen[position])] if fitting else MatchedProfile()


def _known(supplier: IssuerProfile, cell: Cell, first: int, end: int) -> MatchedProfile:
    return MatchedProfile(supplier, cell, *cell.span_of_parts(first, end))


@cache
def built_in() -> IssuerProfiles:
    """Those that come with the package, or were laid beside it before it was deployed."""
    return suppliers_of(FOLDER)


def suppliers_of(*folders: Path) -> IssuerProfiles:
    """The suppliers of all ``*.toml`` files of ``folders``; later ones are asked first. Raises HintError."""
    paths = [path for folder in reversed(folders) for path in sorted(folder.glob("*.toml"))]
    every = tuple(_supplier(path) for path in paths)
    phrases = trie_of(
        (phrase, (number, phrase))
        for number, profile in enumerate(every)
        for phrase in (*profile.known_by, *profile.needs)
    )
    return IssuerProfiles(every, phrases)


def _supplier(path: Path) -> IssuerProfile:
    try:
        return _read(tomllib.loads(path.read_text(encoding="utf-8")), path.name)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ProfileError(f"{path.name}: {error}") from None
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise ProfileError(f"{path.name}: {error}") from None


_PLAIN = ("name", "country", "currency", "day_first", "decimal_mark")
_TOPICS = tuple(topic for topic in TOPICS if topic != "country")
_TABLES = ("match", "labels", "places", *_TOPICS)


def _read(source: dict[str, Any], name: str) -> IssuerProfile:
    unknown = sorted(set(source) - {*_PLAIN, *_TABLES})
    if unknown:
        raise ValueError(f"unknown: {', '.join(unknown)}; known are {', '.join((*_PLAIN, *_TABLES))}")
    match = source.get("match", {})
    known_by = _phrases(match.get("any", ()), "match.any")
    if not known_by:
        raise ValueError("match.any needs a phrase by which the utility is known")
    if source.get("decimal_mark") not in (None, *MARKS):
        raise ValueError('decimal_mark is "." or ","')
    plain = {key: source[key] for key in _PLAIN if key in source}
    return IssuerProfile(
        source=name,
        known_by=known_by,
        needs=_phrases(match.get("all", ()), "match.all"),
        labels=trie_of(_labels(source.get("labels", {}))),
        topics={topic: trie_of(_topic(source[topic], topic)) for topic in _TOPICS if topic in source},
        places=tuple(_place(place) for place in source.get("places", ())),
        **_typed(plain),
    )


def _typed(plain: dict[str, Any]) -> dict[str, Any]:
    for declared in fields(IssuerProfile):
        wanted = bool if declared.name == "day_first" else str
        if declared.name in plain and not isinstance(plain[declared.name], wanted):
            raise TypeError(f"{declared.name} is {wanted.__name__}, not {plain[declared.name]!r}")
    return plain


def _labels(tables: Mapping[str, Any]) -> Iterator[tuple[str, Label]]:
    names = _fields()
    for name, groups in tables.items():
        if name not in names:
            raise ValueError(f"labels.{name} is no field; fields are {', '.join(sorted(names))}")
        for kind, weight in (("strong", STRONG), ("weak", WEAK)):
            for phrase in _phrases(groups.get(kind, ()), f"labels.{name}.{kind}"):
                yield phrase, Label(name, weight, LANGUAGE)


@depends_on_data
@cache
def _fields() -> frozenset[str]:
    return frozenset(label.name for label in lexicon().phrases.values())


def _topic(groups: Mapping[str, Any], topic: str) -> Iterator[tuple[str, str]]:
    names = _names_under(topic)
    for name, phrases in groups.items():
        if name not in names:
            raise ValueError(f"{topic}.{name} is unknown; known are {', '.join(sorted(names))}")
        for phrase in _phrases(phrases, f"{topic}.{name}"):
            yield phrase, name


@depends_on_data
@cache
def _names_under(topic: str) -> frozenset[str]:
    return frozenset(_meanings(lexicon().topics[topic]))


def _meanings(trie: Trie) -> Iterator[str]:
    for part, below in trie.items():
        if part == END:
            yield from below
        else:
            yield from _meanings(below)


def _place(place: Mapping[str, Any]) -> Place:
    name, box = place["field"], place["box"]
    if name not in VALUE_FIELDS:
        raise ValueError(f"places cannot name {name}; they can {', '.join(sorted(VALUE_FIELDS))}")
    if len(box) != 4 or not (0 <= box[0] < box[2] <= 1 and 0 <= box[1] < box[3] <= 1):
        raise ValueError(f"the box of {name} is [x0, y0, x1, y1] in fractions of the page, not {box}")
    return Place(name, int(place.get("page", 0)), Box(*map(float, box)))


def _phrases(texts: Iterable[str], where: str) -> tuple[str, ...]:
    if isinstance(texts, str):
        raise TypeError(f"{where} is a list of phrases")
    phrases = tuple(normalized(text) for text in texts)
    if not all(phrases):
        raise ValueError(f"{where} has a phrase without letters")
    return phrases
