"""Known utilities that a bill names: in headings, in sentences, or by their web address.

Addresses of domains that no list has are evidence of a name too, by their labels.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache

from billhook.extraction.annotate.document import AnnotatedDocument
from billhook.extraction.data.country import countries
from billhook.extraction.data.source import depends_on_data
from billhook.extraction.language.lexicon import find_phrases_in_each
from billhook.extraction.language.utilities import MOST_AROUND, Utility, known_utilities
from billhook.extraction.layout.candidate import Candidate
from billhook.extraction.layout.lines import Cell
from billhook.extraction.text.normalize import normalized, tokens

GENERIC_DOMAINS = "com org net co gov edu example coop info energy utilities power io"

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


def owned_domains(doc: AnnotatedDocument, cells: Iterable[Cell]) -> Counter[str]:
    """The owned labels of the web and mail addresses in ``cells``: ``www.north-gas.example`` -> ``northgas``."""
    owned: Counter[str] = Counter()
    for address, _, _ in (span for cell in cells for span in doc.addresses.get(cell, ())):
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
    if not domains:
        return []
    found = []
    capitalised = {word.text.strip(PUNCTUATION) for cell in doc.layout.cells for word in cell.words}
    known = {word.lower(): word.title() for word in capitalised if word[:1].isupper() and len(word) >= SHORTEST_PART}
    for cell, addresses in doc.addresses.items():
        for address, start, end in addresses if "@" not in cell.text else ():
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


def owns_domain(parts: Sequence[str], domains: Counter[str]) -> float:
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


IN_SENTENCE, IN_ADDRESS = 1.9, 1.7
"""The scores of a known name in a longer text, and of one whose web address is printed."""

AGAIN, MOST_AGAIN = 0.25, 1.0
"""What each further mention adds, and all of them together at most."""

OWNS_ADDRESS = 1.5
"""What it adds that the utility's own web address is printed too."""

KNOWN = 1.5
"""What it adds to the score of a name that it is in the list of known utilities."""

OTHER_COMPANY = 2.0
"""What it costs a name that it follows the label of another company, such as the network operator."""


def propose_known_names(doc: AnnotatedDocument) -> list[Candidate[str]]:
    """The known utilities that ``doc`` names, each with its best place."""
    addresses = _owners_of_addresses(doc)
    owners = {utility.name for utility, _ in addresses}
    mentions = list(_mentions(doc))
    counts = Counter(utility.name for utility, _ in mentions)
    found: dict[str, Candidate[str]] = {}
    for utility, mention in mentions:
        bonus = min(MOST_AGAIN, AGAIN * (counts[utility.name] - 1)) + OWNS_ADDRESS * (utility.name in owners)
        scored = mention.scored(mention.score + bonus)
        if utility.name not in found or found[utility.name].score < scored.score:
            found[utility.name] = scored
    for utility, address in addresses:
        found.setdefault(utility.name, address)
    return list(found.values())


def _mentions(doc: AnnotatedDocument) -> Iterator[tuple[Utility, Candidate[str]]]:
    names = known_utilities().names
    cells = doc.layout.cells
    for cell, phrases in zip(cells, find_phrases_in_each(names, [cell.parts for cell in cells]), strict=True):
        for first, end, utilities in phrases:
            start, stop = cell.span_of_parts(first, end)
            text = cell.text[start:stop].strip(" ,.;:()")
            if _is_name(cell, text, first, end):
                score = IN_SENTENCE - OTHER_COMPANY * names_other_company(doc, cell)
                yield utilities[0], Candidate(text, score, cell, start, start + len(text))


def _is_name(cell: Cell, text: str, first: int, end: int) -> bool:
    """Whether the words are written as a name; a single word is one only where nothing else stands in its cell."""
    if end - first == 1:
        return len(cell.parts) == 1 and len(text) > 2 and not text.islower()
    return any(word[:1].isupper() for word in text.split())


def names_other_company(doc: AnnotatedDocument, cell: Cell) -> bool:
    """Whether a cell contains the label of another company, or follows a cell that ends with one."""
    labels = doc.cell_labels.get(cell, ())
    if cell.position:
        before = cell.line.cells[cell.position - 1]
        rest = before.text.rstrip(" :")
        labels = (*labels, *(label for label in doc.cell_labels.get(before, ()) if label.end >= len(rest)))
    return any(label.name == "other_company" for label in labels)


def _owners_of_addresses(doc: AnnotatedDocument) -> list[tuple[Utility, Candidate[str]]]:
    """The utilities whose web or mail addresses are printed, and the places of these."""
    found: dict[str, tuple[Utility, Candidate[str]]] = {}
    for cell, addresses in doc.addresses.items():
        for address, start, end in addresses:
            utility = known_utilities().of_address(address)
            if utility:
                found.setdefault(utility.name, (utility, Candidate(utility.name, IN_ADDRESS, cell, start, end)))
    return list(found.values())


def add_known_names(by_name: dict[str, Candidate[str]], known_names: Sequence[Candidate[str]]) -> None:
    """Raise the scores of the names of known utilities in ``by_name``, and add those that it lacks.

    The keys are the normalized names.
    """
    for known in known_names:
        phrase = normalized(known.value)
        listed = [name for name in by_name if _contains(name, phrase)]
        for name in listed:
            by_name[name] = by_name[name].scored(max(by_name[name].score + KNOWN, known.score))
        if not listed:
            by_name[phrase] = known


def _contains(name: str, phrase: str) -> bool:
    """Whether a name is that of a known utility, at most with a legal form and the like around it; both normalized."""
    return f" {phrase} " in f" {name} " and len(name.split()) <= len(phrase.split()) + MOST_AROUND


def is_known(name: Candidate[str], known_names: Sequence[Candidate[str]]) -> bool:
    """Whether ``name`` is that of one of the known utilities."""
    words = normalized(name.value)
    return any(_contains(words, normalized(known.value)) for known in known_names)


DOUBTFUL, LEAST_KNOWN = 0.46, 0.2
"""An unknown name with less than this score yields to a known utility with at least that one."""


def known_first(names: Sequence[Candidate[str]], known_names: Sequence[Candidate[str]]) -> tuple[Candidate[str], ...]:
    """``names``, best first; a known utility precedes a doubtful name that no list has, such as an advert."""
    if not names or names[0].score >= DOUBTFUL or is_known(names[0], known_names):
        return tuple(names)
    known = next((name for name in names if name.score >= LEAST_KNOWN and is_known(name, known_names)), names[0])
    return (known, *(name for name in names if name is not known))
