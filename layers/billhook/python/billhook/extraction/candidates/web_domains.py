"""Web and mail addresses: the names that own them, and the words that they are made of."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import cache

from billhook.extraction.annotate.document import AnnotatedDocument
from billhook.extraction.data.country import countries
from billhook.extraction.data.source import depends_on_data
from billhook.extraction.layout.candidate import Candidate
from billhook.extraction.text.normalize import tokens

_DOMAIN = re.compile(r"(?:www\.|@|https?://)?((?:[a-z0-9\-]+\.)+[a-z]{2,})(?:/|\b)", re.IGNORECASE)

GENERIC_DOMAINS = "com org net co gov edu example coop info energy utilities power io"

_TOP_LEVEL = re.compile(r"\.[a-z]{2}", re.IGNORECASE)
"""A cheap pattern that every text with an address matches; amounts and the ends of sentences do not."""

PUNCTUATION = ".,;:()'\""
"""Stripped from a word before it is compared with a web address."""

SPELLED_OUT, LONGEST_SPELLED = 2.4, 4
"""The score of words that make up a web address, and how many they may be."""

FROM_DOMAIN, SHORTEST_PART = 1.3, 4
"""The score of a name that only a web address spells, and the letters of each of its words at least."""

SHORTEST_DOMAIN, LONGEST_REST = 6, 3
"""A domain of so many letters may go on for a few more behind the name: ``usa``."""


@depends_on_data
@cache
def _web_domains() -> frozenset[str]:
    """Top-level domains and the second levels below them."""
    national = (domain for country in countries().values() for domain in country.web_domains)
    return frozenset(GENERIC_DOMAINS.split()).union(national)


def addresses_in(text: str) -> Iterator[tuple[str, int, int]]:
    """The hosts of the web and mail addresses of a text, with their places."""
    for match in _DOMAIN.finditer(text) if "." in text and _TOP_LEVEL.search(text) else ():
        yield match[1].lower(), match.start(1), match.end(1)


def domains_in(texts: Iterable[str]) -> Counter[str]:
    """The owned labels of the web and mail addresses: ``www.north-gas.example`` -> ``northgas``."""
    owned: Counter[str] = Counter()
    for text in texts:
        for address, _, _ in addresses_in(text):
            *_, top = every = address.split(".")
            labels = [label for label in every if label not in _web_domains() and label != "www"]
            if labels and len(top) <= 9 and top in _web_domains():
                owned[labels[-1].replace("-", "")] += 1
    return owned


def initials_of_domains(doc: AnnotatedDocument, domains: Counter[str]) -> list[tuple[str, Candidate[str]]]:
    """Words in capitals that form a web address: a name printed only in logos and sentences."""
    for cell in doc.layout.cells if domains else ():
        for word, offset in zip(cell.words, cell.offsets, strict=True):
            if not word.text.isupper():
                continue
            bare = word.text.strip(PUNCTUATION)
            if 3 <= len(bare) <= 8 and bare.isalpha() and bare.lower() in domains:
                return [(bare.lower(), Candidate(bare, 1.7, cell, offset, offset + len(bare)))]
    return []


def names_of_domains(doc: AnnotatedDocument, domains: Counter[str]) -> list[Candidate[str]]:
    """The names of the web addresses themselves, in words of the page as far as they begin or end with one.

    They are the last resort, where a name is in a logo only: ``northgas`` beside "Northville" stays as it is.
    """
    found = []
    capitalised = {word.text.strip(PUNCTUATION) for cell in doc.layout.cells for word in cell.words}
    known = {word.lower(): word.title() for word in capitalised if word[:1].isupper() and len(word) >= SHORTEST_PART}
    for cell in doc.layout.cells if domains else ():
        for address, start, end in addresses_in(cell.text) if "." in cell.text and "@" not in cell.text else ():
            label = next((part for part in address.split(".") if part.replace("-", "") in domains), "")
            if len(label) >= SHORTEST_DOMAIN:
                found.append(Candidate(_split(label, known), FROM_DOMAIN, cell, start, end))
    return found


def _split(label: str, known: Mapping[str, str]) -> str:
    """A label of a web address in words: at its dashes, or after the longest of ``known`` that it begins with."""
    if "-" in label:
        return " ".join(part.title() for part in label.split("-"))
    first = max((word for word in known if label.startswith(word)), key=len, default="")
    rest = label[len(first) :]
    return f"{known[first]} {rest.title()}" if first and len(rest) >= SHORTEST_PART else label.title()


def words_of_domains(doc: AnnotatedDocument, domains: Counter[str]) -> list[Candidate[str]]:
    """Capitalised words that a web address is made of, in sentences too: a name that else stands in logos only."""
    found = []
    initials = {domain[:1] for domain in domains}
    for cell in doc.layout.cells if domains else ():
        if initials.isdisjoint([part[0] for part in cell.parts]):
            continue
        bare = [word.text.strip(PUNCTUATION) for word in cell.words]
        for first, word in enumerate(bare):
            if not word[:1].isupper():
                continue
            for last, joined in _beginnings_of_domains(bare, first, domains):
                if bare[last - 1][:1].isupper() and _is_spelled(joined, domains):
                    name = " ".join(bare[first:last])
                    start, end = cell.offsets[first], cell.offsets[last - 1] + len(bare[last - 1])
                    found.append(Candidate(name, SPELLED_OUT + 0.3 * (last - first > 1), cell, start, end))
    return found


def _beginnings_of_domains(words: list[str], first: int, domains: Counter[str]) -> Iterator[tuple[int, str]]:
    """The words from ``first`` to before a last one, run together, as long as a web address begins with them."""
    joined = ""
    for last in range(first + 1, min(first + LONGEST_SPELLED, len(words)) + 1):
        joined += "".join(tokens(words[last - 1]))
        if not any(domain.startswith(joined) for domain in domains):
            return
        yield last, joined


def _is_spelled(joined: str, domains: Counter[str]) -> bool:
    return any(
        joined == domain
        or (len(joined) >= SHORTEST_DOMAIN and domain.startswith(joined) and len(domain) - len(joined) <= LONGEST_REST)
        for domain in domains
        if len(joined) > 2
    )


def owns_domain(parts: list[str], domains: Counter[str]) -> float:
    """Whether a web address is made of the name: its words run together, or its first letters."""
    joined = "".join(part for part in parts if part not in ("&", "the"))
    initials = "".join(part[0] for part in parts if part not in ("&", "of", "the", "and"))
    for domain in domains:
        if len(domain) < 3:
            continue
        if joined.startswith(domain) or (len(joined) >= 4 and domain.startswith(joined)):
            return 1.0
        if len(initials) >= 3 and domain.startswith(initials):
            return 0.6
    return 0.0
