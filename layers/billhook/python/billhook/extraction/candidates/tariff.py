"""The names of tariffs and suppliers: the words after a label or in the next cell."""

from billhook.extraction.annotate.document import AnnotatedDocument
from billhook.extraction.annotate.labels import LabelMatch
from billhook.extraction.candidates.candidate_set import CandidateSet
from billhook.extraction.layout.candidate import Candidate
from billhook.extraction.layout.lines import Cell

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
