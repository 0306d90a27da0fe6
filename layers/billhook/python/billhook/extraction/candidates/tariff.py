"""The tariff or rate that a service is billed under: the words behind its label."""

from billhook.extraction.annotate.document import AnnotatedDocument, LabelMatch
from billhook.extraction.layout.candidate import Candidate
from billhook.extraction.layout.lines import Cell

LONGEST = 8


def tariffs(view: AnnotatedDocument) -> list[Candidate[str]]:
    """Names of tariffs in reading order. A label must begin its cell: "rate" stands in many sentences."""
    return named_by(view, "tariff")


def named_by(view: AnnotatedDocument, label: str) -> list[Candidate[str]]:
    """The names that labels ``label`` announce, each behind its label or in the next cell."""
    found = []
    for hit in view.hits.get(label, ()):
        if hit.start != 0 or view.is_prose(hit.cell):
            continue
        named = _behind(view, hit) or _beside(view, hit)
        if named:
            found.append(named)
    return found


def _behind(view: AnnotatedDocument, hit: LabelMatch) -> Candidate[str] | None:
    rest = hit.cell.text[hit.end :]
    name = rest.strip(" :-#.")
    if not _is_name(view, hit.cell, name):
        return None
    start = hit.end + rest.index(name)
    return Candidate(name, 0.8 * hit.weight, hit.cell, start, start + len(name))


def _beside(view: AnnotatedDocument, hit: LabelMatch) -> Candidate[str] | None:
    cells = hit.cell.line.cells[hit.cell.position + 1 : hit.cell.position + 2]
    announced = hit.cell.text.endswith(":") or len(hit.cell.line.cells) == 2
    alone = not hit.cell.text[hit.end :].strip(" :-#")
    if not cells or not announced or not alone or not _is_name(view, cells[0], cells[0].text):
        return None
    return Candidate(cells[0].text, 0.7 * hit.weight, cells[0], 0, len(cells[0].text))


def _is_name(view: AnnotatedDocument, cell: Cell, text: str) -> bool:
    """Words that are no amount, no date and no other label: ``Standard Variable``, ``E-TOU-C Time of Use``."""
    begins = any(
        hit.start == 0 and hit.weight > 0.6 and hit.name not in ("tariff", "supplier", "pay_to")
        for hit in view.hits_of.get(cell, ())
    )
    if not text or begins or len(text.split()) > LONGEST or view.dates(cell):
        return False
    if any(number.is_money for number in view.numbers(cell)):
        return False
    return (text[0].isupper() or text[0].isdigit()) and any(map(str.isalpha, text))
