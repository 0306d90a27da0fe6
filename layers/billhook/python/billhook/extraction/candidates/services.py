"""What a document names: services such as electricity or gas, its own kind, tariffs and suppliers."""

from billhook.domain.bill import Commodity
from billhook.extraction.annotate.document import AnnotatedDocument
from billhook.extraction.annotate.labels import LabelMatch
from billhook.extraction.candidates.candidate_set import CandidateSet, CommodityMention
from billhook.extraction.layout.candidate import Candidate
from billhook.extraction.layout.lines import Cell

IN_TEXT = 0.5
"""What a mention in a text is worth: help and adverts speak of other services too."""

HEADING_WORDS = 7


def propose_commodities(doc: AnnotatedDocument) -> CandidateSet:
    """The services that each cell names, and how often the document names each."""
    votes: dict[Commodity, float] = {}
    mentions: list[tuple[CommodityMention, ...]] = []
    for line in doc.layout.lines:
        named = []
        for cell in line.cells:
            names = [Commodity(name) for name in doc.commodities.get(cell, ())]
            is_text = cell in doc.prose or cell in doc.running_text
            is_long = len(cell.words) > HEADING_WORDS
            for name in names:
                votes[name] = votes.get(name, 0.0) + (IN_TEXT if is_text else 1.0 if is_long else 3.0)
            if names:
                heading = doc.topics.names([cell.parts[:2]], "commodities")[0] if is_long else names
                named.append(
                    CommodityMention(cell, frozenset(names), frozenset(() if is_text else map(Commodity, heading)))
                )
        mentions.append(tuple(named))
    return CandidateSet(commodity_votes=votes, commodity_mentions=tuple(mentions))


def propose_document_kinds(doc: AnnotatedDocument) -> CandidateSet:
    """The kinds of document that the words name, and how many words name a service."""
    phrases: dict[str, set[str]] = {}
    services = 0
    for cell in doc.layout.cells:
        for name in doc.kinds.get(cell, ()):
            phrases.setdefault(name, set()).add(cell.normalized[:24])
        services += len(doc.commodities.get(cell, ()))
    return CandidateSet(document_kinds={name: len(found) for name, found in phrases.items()}, service_mentions=services)


MOST_WORDS = 8
AFTER, BESIDE = 0.8, 0.7
"""The factors for a name after its label and in the next cell."""


def propose_names(doc: AnnotatedDocument) -> CandidateSet:
    """The tariffs, and the suppliers of what the utility delivers."""
    return CandidateSet(tariffs=tuple(named_by(doc, "tariff")), suppliers=tuple(named_by(doc, "supplier")))


def tariffs(doc: AnnotatedDocument) -> list[Candidate[str]]:
    """Names of tariffs in reading order. A label must begin its cell: "rate" occurs in many sentences."""
    return named_by(doc, "tariff")


def named_by(doc: AnnotatedDocument, label: str) -> list[Candidate[str]]:
    """The names of the labels ``label``, each after its label or in the next cell."""
    names = []
    for match in doc.labels.get(label, ()):
        if match.start != 0 or match.cell in doc.prose:
            continue
        if name := _after(doc, match) or _beside(doc, match):
            names.append(name)
    return names


def _after(doc: AnnotatedDocument, match: LabelMatch) -> Candidate[str] | None:
    rest = match.cell.text[match.end :]
    name = rest.strip(" :-#.")
    if not _is_name(doc, match.cell, name):
        return None
    start = match.end + rest.index(name)
    return Candidate(name, AFTER * match.weight, match.cell, start, start + len(name))


def _beside(doc: AnnotatedDocument, match: LabelMatch) -> Candidate[str] | None:
    cells = match.cell.line.cells[match.cell.position + 1 : match.cell.position + 2]
    is_announced = match.cell.text.endswith(":") or len(match.cell.line.cells) == 2
    is_whole = not match.cell.text[match.end :].strip(" :-#")
    if not cells or not is_announced or not is_whole or not _is_name(doc, cells[0], cells[0].text):
        return None
    return Candidate(cells[0].text, BESIDE * match.weight, cells[0], 0, len(cells[0].text))


def _is_name(doc: AnnotatedDocument, cell: Cell, text: str) -> bool:
    """Words that are no amount, no date and no other label: ``Standard Variable``, ``E-TOU-C Time of Use``."""
    is_labelled = any(
        match.start == 0 and match.weight > 0.6 and match.name not in ("tariff", "supplier", "pay_to")
        for match in doc.cell_labels.get(cell, ())
    )
    if not text or is_labelled or len(text.split()) > MOST_WORDS or doc.dates[cell]:
        return False
    if any(number.is_money for number in doc.numbers[cell]):
        return False
    return (text[0].isupper() or text[0].isdigit()) and any(map(str.isalpha, text))
