"""Known utilities that a bill names: in headings, in sentences, or by their web address."""

from collections import Counter
from collections.abc import Iterator, Sequence

from billhook.extraction.annotate.document import AnnotatedDocument
from billhook.extraction.candidates.web_domains import addresses_in
from billhook.extraction.language.lexicon import find_phrases
from billhook.extraction.language.utilities import Utility, known_utilities
from billhook.extraction.layout.candidate import Candidate
from billhook.extraction.layout.lines import Cell
from billhook.extraction.text.normalize import normalized

IN_SENTENCE, IN_ADDRESS = 1.9, 1.7
"""The scores of a known name in a longer text, and of one whose web address is printed."""

AGAIN, MOST_AGAIN = 0.25, 1.0
"""What each further mention adds, and all of them together at most."""

OWNS_ADDRESS = 1.5
"""What it adds that the utility's own web address is printed too."""

KNOWN = 1.5
"""What it adds to the score of a name that it is in the list of known utilities."""

MOST_AROUND = 3
"""How many words a name may have around that of a known utility."""

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
    for cell in doc.layout.cells:
        for first, end, utilities in find_phrases(names, cell.parts):
            start, stop = cell.span_of_parts(first, end)
            text = cell.text[start:stop].strip(" ,.;:()")
            if _is_name(cell, text, first, end):
                score = IN_SENTENCE - OTHER_COMPANY * names_other_company(doc, cell)
                yield utilities[0], Candidate(text, score, cell, start, start + len(text))


def _is_name(cell: Cell, text: str, first: int, end: int) -> bool:
    """Whether the words are written as a name; a single word is one only where nothing else stands in its cell."""
    if end - first == 1:
        return len(cell.parts) == 1 and len(text) > 2
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
    for cell in doc.layout.cells:
        for address, start, end in addresses_in(cell.text):
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
