"""Known utilities that a bill names: in headings, in sentences, or by their web address."""

from collections import Counter
from collections.abc import Iterator, Sequence

from billhook.extraction.annotate.document import AnnotatedDocument
from billhook.extraction.candidates.web_domains import addresses_in
from billhook.extraction.data.language import word_set, words
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


TOP = 0.2
SLIP = 0.75
"""A payment slip, with name and amount side by side, begins below so much of a page."""

MOST_IN_HEADING = 4
ALIGNED = 0.012
"""How far the left edges of the lines of a block are apart at most."""


def is_addressee(doc: AnnotatedDocument, cell: Cell) -> bool:
    """Whether a label of the customer or of the supplied address stands right above a cell, or before its words."""
    above = _right_above(doc, cell)
    if above is not None and above.normalized in word_set("recipients"):
        return True
    named = tuple(f"{label} {cell.normalized}" for label in words("recipients"))
    return any(other.normalized.startswith(named) for other in doc.layout.cells)


def is_charged_for(doc: AnnotatedDocument, cell: Cell) -> bool:
    """Whether the words of a cell describe a charge somewhere: a supplier whose charges a network operator bills."""
    return any(
        other.normalized == cell.normalized and any(doc.amounts.get(item) for item in other.line.cells[1:2])
        for other in doc.layout.cells
        if other.position == 0 and TOP < other.y0 < SLIP and len(other.parts) == len(cell.parts)
    )


def is_of_supply(doc: AnnotatedDocument, cell: Cell) -> bool:
    """Whether the heading right above a cell is one of supply, on a bill that has headings of delivery too."""
    above = _right_above(doc, cell)
    if above is None or len(above.parts) > MOST_IN_HEADING:
        return False
    short = [other.parts for other in doc.layout.cells if len(other.parts) <= MOST_IN_HEADING]
    sides = [set(names) for names in doc.topics.names([above.parts, *short], "sides")]
    return sides[0] == {"SUPPLY"} and {"DELIVERY"} in sides


def _right_above(doc: AnnotatedDocument, cell: Cell) -> Cell | None:
    """The cell above a cell, at the same left edge and at most a line away."""
    lines = reversed(doc.layout.lines[max(0, cell.line.number - 2) : cell.line.number])
    over = [other for line in lines for other in line.cells if other.page == cell.page]
    near = (other for other in over if abs(other.x0 - cell.x0) < ALIGNED and cell.y0 - other.y1 < other.height)
    return next(near, None)


def is_a_service(doc: AnnotatedDocument, parts: list[str]) -> bool:
    """Whether all words name a commodity: "Natural gas" is a heading, not a name."""
    spoken = {
        index for first, end, _ in find_phrases(doc.lexicon.topics["commodities"], parts) for index in range(first, end)
    }
    return len(spoken) == len(parts)


def is_title(doc: AnnotatedDocument, parts: list[str]) -> bool:
    """Whether all words name a kind of document: "Electricity bill" is a title, not a name."""
    kinds = find_phrases(doc.lexicon.topics["kind"], parts)
    if not kinds:
        return False
    others = [find_phrases(doc.lexicon.topics[topic], parts) for topic in ("commodities", "issuer")]
    spoken = {index for matches in (kinds, *others) for first, end, _ in matches for index in range(first, end)}
    spoken |= {
        index
        for index, part in enumerate(parts)
        if part in doc.stop_words or len(part) < 3 or part in word_set("addressing")
    }
    titled = any(
        "document" in names for part in parts for _, _, names in find_phrases(doc.lexicon.topics["kind"], [part])
    )
    return titled and len(spoken) == len(parts)


def is_of_a_kind(doc: AnnotatedDocument, parts: list[str]) -> bool:
    """Whether most words are those of bills and other documents."""
    return 2 * sum(end - first for first, end, _ in find_phrases(doc.lexicon.topics["kind"], parts)) > len(parts)


def begins_as_title(doc: AnnotatedDocument, parts: list[str]) -> bool:
    """Whether the first words name a kind of document and no trade: "Nota fiscal de energia eletrônica"."""
    kinds = find_phrases(doc.lexicon.topics["kind"], parts)
    trades = find_phrases(doc.lexicon.topics["issuer"], parts[:1])
    return not trades and any(first == 0 and "document" in names for first, _, names in kinds)
