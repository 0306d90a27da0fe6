"""Account, invoice, meter and supply point numbers: what a label names and a code looks like."""

import re
from collections.abc import Mapping
from functools import cache

from billhook.extraction.annotate.document import AnnotatedDocument
from billhook.extraction.annotate.entities import telephone
from billhook.extraction.annotate.labels import LabelMatch
from billhook.extraction.candidates.candidate_set import CandidateSet, MeterPoint
from billhook.extraction.candidates.locate import find_values
from billhook.extraction.data.country import countries
from billhook.extraction.data.language import words
from billhook.extraction.data.source import depends_on_data
from billhook.extraction.layout.candidate import Candidate, merge_candidates
from billhook.extraction.layout.lines import Line

_HAS_WORD = re.compile(r"[^\W\d_]{3}")
CALLED, STRONG = 0.6, 0.9
"""What a label counts for whose code looks like a telephone number."""

BANKED = 0.5
ROW_PITCH = 2.2
"""So many heights of a code the next one of a column may be away, a second line of its row between them."""

FEWEST_HEADS = 3
"""A line with so many headings heads a table."""

LONGEST_REGISTER = 3
LEAST = 0.45
"""What a meter or a supply point must score."""


def labelled_codes(doc: AnnotatedDocument, name: str) -> list[Candidate[str]]:
    """What the labels ``name`` point at, best first; ``12 34`` and ``1234`` are one value."""
    claims: list[Candidate[str]] = []
    spelling: dict[str, str] = {}
    for match in doc.labels.get(name, ()):
        for one in find_values(doc, match, doc.codes, most=1):
            if one.cell is not match.cell and _HAS_WORD.search(one.cell.text[: one.start]):
                continue
            if match.weight < STRONG and _is_called(doc, one):
                continue
            key = re.sub(r"\W", "", one.value).upper()
            spelling.setdefault(key, one.value)
            score = one.score * (CALLED if telephone().match(one.value) else 1.0)
            score *= BANKED if _bank_words().search(one.cell.text[: one.start]) else 1.0
            claims.append(Candidate(key, score, one.cell, one.start, one.end))
    return [Candidate(spelling[one.value], one.score, one.cell, one.start, one.end) for one in merge_candidates(claims)]


def _is_called(doc: AnnotatedDocument, one: Candidate[str]) -> bool:
    """Whether words of contact stand before a code: then it is a telephone number, of whatever shape."""
    before = [one.cell, *one.cell.line.cells[max(0, one.cell.position - 1) : one.cell.position]]
    return any(
        match.name == "contact" and match.weight > CALLED for cell in before for match in doc.cell_labels.get(cell, ())
    )


@depends_on_data
@cache
def _types() -> Mapping[str, str]:
    """The types of supply points by the words that name them."""
    schemes = [scheme for country in countries().values() for scheme in country.supply_points.items()]
    return {word: type_ for type_, names in schemes for word in names}


@depends_on_data
@cache
def _bank_words() -> re.Pattern[str]:
    """Words before a code that make an account one of a bank."""
    return re.compile(rf"\b(?:{'|'.join(words('bank'))})\b", re.IGNORECASE)


def propose_identifiers(doc: AnnotatedDocument) -> CandidateSet:
    """The account and invoice numbers, and all meters and supply points."""
    return CandidateSet(
        account_numbers=tuple(labelled_codes(doc, "account_number")),
        invoice_numbers=tuple(labelled_codes(doc, "invoice_id")),
        meter_points=tuple(points(doc)),
    )


def points(doc: AnnotatedDocument) -> list[MeterPoint]:
    """All meters and supply points, each value once."""
    found: dict[str, MeterPoint] = {}
    for name in ("meter", "supply_point"):
        for match in doc.labels.get(name, ()):
            for finding in _listed(doc, match):
                key = re.sub(r"\W", "", finding.value).upper()
                before = found.get(key)
                if finding.score >= LEAST and (before is None or _is_named_better(finding, before, name)):
                    found[key] = MeterPoint(_type(name, match), finding)
    return [point for key, point in found.items() if not _is_register(point.number.value, found)]


def _is_register(code: str, known: dict[str, MeterPoint]) -> bool:
    """Whether a code is that of a known meter with the name of one of its registers behind it: ``1447821/E1``."""
    meter, slash, register = code.rpartition("/")
    return bool(slash) and len(register) <= LONGEST_REGISTER and re.sub(r"\W", "", meter).upper() in known


def _is_named_better(finding: Candidate[str], before: MeterPoint, name: str) -> bool:
    """Whether a supply point's own label says more than the one of a meter did: a title above both, most often."""
    return name == "supply_point" and before.type == "METER" and finding.score > before.number.score


def unlabelled_meter(doc: AnnotatedDocument, line: Line) -> Candidate[str] | None:
    """A code of letters and figures in a row of readings: nothing else in it could name the meter."""
    for cell in line.cells:
        for code, start, end in doc.references.get(cell, ()):
            if len(code) >= 6 and any(map(str.isalpha, code)) and " " not in code:
                return Candidate(code, 0.6, cell, start, end)
    return None


def _type(name: str, match: LabelMatch) -> str:
    if name == "meter":
        return "METER"
    parts = [part for part, _ in match.cell.tokens]
    types = _types()
    return next((types[part] for part in parts if part in types), "SERVICE_POINT")


def _listed(doc: AnnotatedDocument, match: LabelMatch) -> list[Candidate[str]]:
    """The code of a label, and below a heading of a table every code of the column."""
    first = find_values(doc, match, doc.references, most=1)
    heads = sum(cell in doc.cell_labels for cell in match.cell.line.cells)
    if not first or first[0].cell.line is match.cell.line or heads < FEWEST_HEADS:
        return first
    column = list(first)
    top = first[0].cell
    for line in doc.layout.lines[top.line.number + 1 : top.line.number + 12]:
        if line.page != top.page or line.y0 - column[-1].cell.line.y1 > ROW_PITCH * max(top.height, 0.006):
            break
        under = [cell for cell in line.cells if cell.under(top)]
        if not under:
            continue
        codes = [candidate for cell in under[:1] for candidate in doc.references.get(cell, ()) if candidate[1] == 0]
        if not codes:
            break
        column.append(Candidate(codes[0][0], first[0].score, under[0], codes[0][1], codes[0][2]))
    return column
