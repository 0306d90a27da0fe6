"""Account, invoice, meter and supply point numbers: codes beside labels, and codes in rows of registers."""

import re
from collections.abc import Iterator, Mapping
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
from billhook.extraction.text.meter_point_ids import corrected_id, is_valid_id, scheme_of
from billhook.extraction.text.normalize import code_key
from billhook.extraction.text.units import CONSUMED, PrintedUnit, unit_after

_HAS_WORD = re.compile(r"[^\W\d_]{3}")
TELEPHONE, STRONG = 0.6, 0.9
"""The factor for a code of the shape of a telephone number; from ``STRONG`` on, words of contact do not drop it."""

BANK = 0.5
"""The factor for a code after words of a bank."""

IN_SENTENCE, MOST_WORDS_BEFORE = 0.7, 2
"""The factor for a label after more than so many words of its cell that are no labels: it is part of a sentence."""

ROW_PITCH = 2.2
"""The distance of the next code of a column at most, in heights of a code; its row may have a second line."""

FEWEST_HEADS = 3
"""A line with so many headings heads a table."""

LONGEST_REGISTER = 3
LEAST = 0.45
"""The least score of a meter or a supply point."""

FEWEST_NUMBERS, SHORTEST_CODE, UNLABELLED = 3, 6, 0.6
"""A row of a register has at least two readings and a multiplier; the length of its code; the score of that code."""

NO_SCHEME = "SERVICE_POINT"
"""The scheme of a supply point that no word names."""

_METER_CODE = re.compile(r"(?=.*\d{4})(?=.*[^\W\d_])[A-Z0-9\-]+$|0\d{7,}$")
"""Letters with figures, or figures from a zero on: no reading and no amount is printed so."""


def labelled_codes(doc: AnnotatedDocument, name: str) -> list[Candidate[str]]:
    """The codes of the labels ``name``, best first; ``12 34`` and ``1234`` are one value."""
    candidates: list[Candidate[str]] = []
    spelling: dict[str, str] = {}
    for match in doc.labels.get(name, ()):
        for code in find_values(doc, match, doc.codes, most=1):
            if code.cell is not match.cell and _HAS_WORD.search(code.cell.text[: code.start]):
                continue
            if match.weight < STRONG and _has_contact_words(doc, code):
                continue
            key = code_key(code.value)
            spelling.setdefault(key, code.value)
            score = code.score * _shape_factor(code) * (IN_SENTENCE if _is_in_sentence(doc, match) else 1.0)
            candidates.append(Candidate(key, score, code.cell, code.start, code.end))
    return [code._replace(value=spelling[code.value]) for code in merge_candidates(candidates)]


def _shape_factor(code: Candidate[str]) -> float:
    factor = TELEPHONE if telephone().match(code.value) else 1.0
    return factor * (BANK if _bank_words().search(code.cell.text[: code.start]) else 1.0)


def _is_in_sentence(doc: AnnotatedDocument, match: LabelMatch) -> bool:
    """Whether many words that are no labels precede a label in its cell."""
    labels = [(other.start, other.end) for other in doc.cell_labels.get(match.cell, ())]
    before = [offset for offset in match.cell.offsets if offset < match.start]
    free = [offset for offset in before if not any(start <= offset < end for start, end in labels)]
    return len(free) > MOST_WORDS_BEFORE


def _has_contact_words(doc: AnnotatedDocument, code: Candidate[str]) -> bool:
    """Whether words of contact precede a code: then it is a telephone number, of whatever shape."""
    before = [code.cell, *code.cell.line.cells[max(0, code.cell.position - 1) : code.cell.position]]
    matches = (match for cell in before for match in doc.cell_labels.get(cell, ()))
    return any(match.name == "contact" and match.weight > TELEPHONE for match in matches)


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
            for code in _column_codes(doc, match):
                key = code_key(code.value)
                before = found.get(key)
                if code.score >= LEAST and (before is None or _is_named_better(code, before, name)):
                    found[key] = _point(_type(name, match), code, is_clean=doc.layout.clean)
    if not any(point.type == "METER" for point in found.values()):
        for code in _register_codes(doc):
            found.setdefault(code_key(code.value), MeterPoint("METER", code))
    return [point for point in found.values() if not _is_register(point.number.value, found)]


def _point(scheme: str, code: Candidate[str], *, is_clean: bool) -> MeterPoint:
    """The meter point of a code: its scheme by shape where no word names one, a misread character corrected."""
    if scheme == NO_SCHEME:
        scheme = scheme_of(code.value) or scheme
    if not is_clean and not is_valid_id(scheme, code.value):
        corrected = corrected_id(scheme, code.value)
        code = code if corrected is None else code._replace(value=corrected)
    return MeterPoint(scheme, code)


def _register_codes(doc: AnnotatedDocument) -> Iterator[Candidate[str]]:
    """The codes that fill a cell in the rows of registers: a unit of consumption, two readings and a multiplier."""
    for line in doc.layout.lines:
        numbers = sum(cell.text.replace(",", "").replace(".", "").isdigit() for cell in line.cells)
        if numbers < FEWEST_NUMBERS or not any(unit.unit in CONSUMED for unit in _units(line)):
            continue
        for cell in line.cells:
            if len(cell.text) >= SHORTEST_CODE and _METER_CODE.match(cell.text) and not doc.dates[cell]:
                yield Candidate(cell.text, UNLABELLED, cell, 0, len(cell.text))


def _units(line: Line) -> Iterator[PrintedUnit]:
    """The units that are printed as words of ``line``."""
    for cell in line.cells:
        for start in cell.offsets:
            if unit := unit_after(cell.text, start):
                yield unit


def _is_register(code: str, known: dict[str, MeterPoint]) -> bool:
    """Whether a code is that of a known meter followed by the name of one of its registers: ``1447821/E1``."""
    meter, slash, register = code.rpartition("/")
    return bool(slash) and len(register) <= LONGEST_REGISTER and code_key(meter) in known


def _is_named_better(code: Candidate[str], before: MeterPoint, name: str) -> bool:
    """Whether the label of a supply point is nearer than that of a meter, which is often a title above both."""
    return name == "supply_point" and before.type == "METER" and code.score > before.number.score


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
    return next((types[part] for part in parts if part in types), NO_SCHEME)


def _column_codes(doc: AnnotatedDocument, match: LabelMatch) -> list[Candidate[str]]:
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
