"""Candidates for the issuer's name: large at the top, payee, owner of the web address, recurring."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from billhook.extraction.annotate.document import AnnotatedDocument
from billhook.extraction.annotate.labels import issuer_places
from billhook.extraction.candidates.candidate_set import CandidateSet
from billhook.extraction.candidates.known_issuers import (
    OTHER_COMPANY,
    add_known_names,
    domains_in,
    initials_of_domains,
    is_known,
    names_of_domains,
    names_other_company,
    owns_domain,
    propose_known_names,
    words_of_domains,
)
from billhook.extraction.data.country import countries
from billhook.extraction.data.language import word_set, words
from billhook.extraction.data.source import depends_on_data
from billhook.extraction.language.lexicon import find_phrases
from billhook.extraction.layout.candidate import Candidate
from billhook.extraction.layout.lines import Cell
from billhook.extraction.text.normalize import normalized

_LOWER_CASE = re.compile(r"(?:\s[^\W\d_A-Z]+){3}")
"""Three words in small letters: a sentence goes on behind a name."""

_WEB_ADDRESS = re.compile(r"(?:[A-Za-z0-9\-]+\.)+[A-Za-z]{2,}")
_BROKEN = re.compile(r"[!|\\{}\[\]<>*=]|\w/\w")
IN_PROFILE = 2.0
"""The confidence of the name in an issuer profile."""
STATED = 3.0
"""Score of a name that a service recognised as the issuer."""
TITLE = 4.0
"""What it costs a name that it is the title of a document, which is printed as large as any name."""
UNSURE_PAYEE = 0.4
UNSURE = 0.5
"""A label of less weight is no evidence about the name that contains it."""
CONTACT, SENTENCE, HEADING, GENERIC = 2.5, 3.0, 2.0, 1.8
"""What it costs a name that it announces a telephone number, reads on, heads a column, or could be any utility's."""

FEWEST_HEADS, FEWEST_LETTERS = 2, 3
RECIPIENT, SOLD, SUPPLIES = 2.5, 2.0, 1.5
"""What it costs a name that it follows a label of the customer, describes a charge, or stands below "supply"."""

TOP = 0.2
SLIP = 0.75
"""A payment slip, with name and amount side by side, begins below so much of a page."""

MOST_IN_HEADING = 4
ALIGNED = 0.012
"""How far the left edges of the lines of a block are apart at most."""

LONGEST = 8
LEAST = 1.0
"""The least score of a name."""


@depends_on_data
@cache
def _legal_form() -> re.Pattern[str]:
    """The legal form of a company, such as ``Ltd``."""
    forms = (form for country in countries().values() for form in country.legal_forms)
    return re.compile(rf"\b(?:{'|'.join(dict.fromkeys(forms))})(?=\W|$)")


@depends_on_data
@cache
def _after_a_name() -> re.Pattern[str]:
    """What ends the name of a company in a line: a dash, a post box, a tax number."""
    marks = (mark for country in countries().values() for mark in country.after_names)
    return re.compile(rf"\s[·|•–]\s|\s-\s(?=P)|,\s(?=P\.?O)|\s\((?=\d)|\s(?:{'|'.join(dict.fromkeys(marks))})")


@depends_on_data
@cache
def _street() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(words('streets'))})\b\.?", re.IGNORECASE)


@depends_on_data
@cache
def _page_word() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(words('page_names'))})\b", re.IGNORECASE)


def propose_issuers(doc: AnnotatedDocument) -> CandidateSet:
    """The names that the bill may come from, best first."""
    known = propose_known_names(doc)
    names = tuple(issuer(doc, known))
    return CandidateSet(issuers=names, is_issuer_known=bool(names) and is_known(names[0], known))


def issuer(doc: AnnotatedDocument, known_names: Sequence[Candidate[str]]) -> list[Candidate[str]]:
    """Names that the bill may come from, best first; ``known_names`` are the known utilities that it names."""
    if not doc.layout.cells:
        return []
    first_page = [cell for cell in doc.layout.cells if cell.page == doc.layout.lines[0].page]
    common = sorted(cell.height for cell in first_page)[len(first_page) // 2]
    repeats = Counter(cell.normalized for cell in doc.layout.cells)
    domains = domains_in(cell.text for cell in doc.layout.cells)
    payees = _payees(doc)
    scale = _Scale(first_page[0].page, common, repeats, domains)
    by_name: dict[str, Candidate[str]] = {}
    for cell in [*first_page, *(cell for cell in payees if cell.page != first_page[0].page)]:
        for name, start, end, boost in _names(doc, cell, payees):
            score = boost + _weight(doc, cell, name, scale)
            key = normalized(name)
            if key not in by_name or by_name[key].score < score:
                by_name[key] = Candidate(name, score, cell, start, end)
    for key, initials in initials_of_domains(doc, domains):
        by_name.setdefault(key, initials)
    for stated_name in _stated_names(doc):
        key = normalized(stated_name.value)
        before = by_name.get(key, stated_name.scored(0.0))
        by_name[key] = before.scored(before.score + STATED * stated_name.score)
    add_known_names(by_name, known_names)
    for spelled in (*words_of_domains(doc, domains), *names_of_domains(doc, domains)):
        key = normalized(spelled.value)
        if key not in by_name or by_name[key].score < spelled.score:
            by_name[key] = spelled
    best = sorted(by_name.values(), key=lambda name: -name.score)[:5]
    return [name.scored(min(0.97, name.score / 6)) for name in best if name.score >= LEAST]


def _payees(doc: AnnotatedDocument) -> dict[Cell, int]:
    """Where the first label of a payee ends in each cell that has one."""
    ends: dict[Cell, int] = {}
    for match in doc.labels.get("pay_to", ()):
        if match.weight > UNSURE_PAYEE:
            ends[match.cell] = min(match.end, ends.get(match.cell, match.end))
    return ends


def _stated_names(doc: AnnotatedDocument) -> Iterator[Candidate[str]]:
    """The names that a service recognised or that an issuer profile gives."""
    for cell, start, end, confidence in issuer_places(doc.layout, doc.document_text):
        text = cell.text[start:end].strip(" ,.:")
        if _looks_like_a_name(text):
            yield Candidate(text, confidence, cell, start, end)
    profile = doc.profile
    if profile.cell and profile.supplier.name:
        yield Candidate(profile.supplier.name, IN_PROFILE, profile.cell, profile.start, profile.end)


def _names(doc: AnnotatedDocument, cell: Cell, payees: dict[Cell, int]) -> list[tuple[str, int, int, float]]:
    """The possible names in a cell: all of it, what follows "payable to", what precedes a dash or a dot."""
    text = cell.text
    names: list[tuple[str, int, int, float]] = []
    if cell in payees:
        rest = re.split(
            r"[.;:]\s|,\s(?!Inc|LLC|Ltd)|\s[–-]\s|\susing\s|\sand\s(?=write|mail)|\sPO\sBox|\sP\.O\.",
            text[payees[cell] :].strip(" :.,"),
        )[0].strip(" .:,")
        rest = _LOWER_CASE.split(rest)[0]
        if 2 < len(rest) < 60 and rest[0].isupper() and len(_legal_form().sub("", f"{rest}.")) > 2:
            at = text.index(rest)
            names.append((rest, at, at + len(rest), 2.6))
        elif not rest and cell.line.number + 1 < len(doc.layout.lines):
            pass
    head = _after_a_name().split(text, 1)[0].strip(" ,·|")
    if len(head.split()) > LONGEST and (form := _legal_form().search(head)):
        head = head[: form.end()] if len(head[: form.end()].split()) <= LONGEST else head
    short = len(cell.words) <= LONGEST + 4 or (len(head) < len(text) and _is_legal(head))
    if short and _looks_like_a_name(head):
        at = text.index(head)
        names.append((head, at, at + len(head), 0.0))
    if below := _continued(doc, cell, head):
        names.append((f"{head} {below.text}", 0, len(head), 0.3))
    return names


def _continued(doc: AnnotatedDocument, cell: Cell, head: str) -> Cell | None:
    """The cell right below a name of one word whose words are all those of the trade: "Elm" / "Utilities"."""
    if head != cell.text or len(cell.words) != 1 or not head[:1].isupper() or not head.isalpha():
        return None
    lines = doc.layout.lines[cell.line.number + 1 : cell.line.number + 2]
    below = [other for line in lines for other in line.cells if other.page == cell.page]
    near = (
        other
        for other in below
        if abs(other.x0 - cell.x0) < ALIGNED and abs(other.height - cell.height) < 0.1 * cell.height
    )
    return next((other for other in near if not other.has_figures and _is_generic(doc, list(other.parts))), None)


def _is_legal(name: str) -> bool:
    """Whether a name has a company form or trade word, in any case."""
    return bool(_legal_form().search(name) or _legal_form().search(name.title()))


def _looks_like_a_name(text: str) -> bool:
    words = text.split()
    if len(words) > LONGEST or not text[:1].isalnum() or not any(map(str.isupper, text)):
        return False
    if sum(map(str.isalpha, text)) < FEWEST_LETTERS:
        return False
    if len(words) == 1 and _WEB_ADDRESS.fullmatch(text):
        return False
    digits = sum(map(str.isdigit, text))
    return digits <= 2 and not text.endswith((":", "?", "!")) and "@" not in text and not _page_word().search(text)


@dataclass(frozen=True)
class _Scale:
    """What names are measured by: the first page, its usual height of text, what recurs, who owns addresses."""

    page: int
    height: float
    repeats: Counter[str]
    domains: Counter[str]


def _weight(doc: AnnotatedDocument, cell: Cell, name: str, scale: _Scale) -> float:
    parts = normalized(name).split()
    score = 0.0
    on_first = cell.page == scale.page
    if on_first and cell.y0 < TOP:
        score += 1.2 * (1 - cell.y0 / TOP)
        score += 0.4 if cell.line.number <= 1 else 0.0
    if on_first and scale.height:
        score += min(1.5, max(0.0, (cell.height / scale.height - 1.05) * 1.4))
    legal, owns = _is_legal(name), owns_domain(parts, scale.domains)
    trade = len(doc.topics.names([normalized(_legal_form().sub(" ", name)).split() if legal else parts], "issuer")[0])
    score += min(1.6, 0.9 * trade)
    score += (1.0 if trade else 0.7) if legal else 0.0
    score += min(0.9, 0.3 * (scale.repeats[cell.normalized] - 1))
    score += 2.0 * owns
    labelled = _labelled(doc, cell)
    score -= 2.2 * labelled if labelled >= 0.5 else 0.0
    score -= TITLE if _is_title(doc, parts) or _is_a_service(doc, parts) else 1.6 if _is_of_a_kind(doc, parts) else 0.0
    score -= 1.2 if _street().search(name) else 0.0
    score -= 1.0 if _BROKEN.search(name) else 0.0
    score -= 0.8 if len(parts) < 2 and not trade else 0.0
    known = trade or owns
    score -= CONTACT if any(label.name == "contact" for label in doc.cell_labels.get(cell, ())) and not owns else 0.0
    score -= SENTENCE if _reads_on(doc, parts) and not legal else 0.0
    bare = normalized(_legal_form().sub(" ", name)).split() if legal else parts
    score -= GENERIC if not owns and _is_generic(doc, bare) else 0.0
    score -= RECIPIENT if not owns and _is_addressee(doc, cell) else 0.0
    score -= SOLD if _is_charged_for(doc, cell) else 0.0
    score -= SUPPLIES if _is_of_supply(doc, cell) else 0.0
    score -= HEADING if not (legal or owns) and _begins_as_title(doc, parts) else 0.0
    score -= HEADING if not (legal or owns) and _heads_a_column(doc, cell) else 0.0
    score -= 0.8 if not known and _heads_an_address(doc, cell) else 0.0
    score -= 1.0 if parts and parts[0] in word_set("addressing") else 0.0
    score -= OTHER_COMPANY if names_other_company(doc, cell) else 0.0
    return score - (1.0 if name[0].islower() else 0.0)


def _reads_on(doc: AnnotatedDocument, parts: list[str]) -> bool:
    """Whether words begin or end as a sentence does and a name does not: "a member of", "news about your"."""
    is_open = len(parts) > 2 and len(parts[-1]) > 2 and parts[-1] in doc.stop_words
    is_open = is_open or (len(parts) > 1 and parts[-1] in word_set("date_prepositions"))
    return is_open or (len(parts) > 1 and len(parts[0]) == 1 and parts[0] in doc.stop_words)


def _is_generic(doc: AnnotatedDocument, parts: list[str]) -> bool:
    """Whether all words are those of the trade: "Water and Sewer Department" is a part of some municipality."""
    covered = _words_of(doc, parts, "commodities", "issuer")
    covered |= {index for index, part in enumerate(parts) if part in doc.stop_words or len(part) < 2}
    return len(covered) == len(parts)


def _heads_a_column(doc: AnnotatedDocument, cell: Cell) -> bool:
    """Whether a cell stands among the headings of a table: labels beside it, no figures, and figures below."""
    others = [other for other in cell.line.cells if other is not cell]
    if len(others) < FEWEST_HEADS or any(other.has_figures for other in cell.line.cells):
        return False
    return sum(other in doc.cell_labels for other in others) * 2 >= len(others)


def _heads_an_address(doc: AnnotatedDocument, cell: Cell) -> bool:
    """Whether a line with a house number or postcode follows right below, as for customers."""
    lines = doc.layout.lines[cell.line.number + 1 : cell.line.number + 3]
    below = [other for line in lines if line.page == cell.page for other in line.cells if other.under(cell)]
    return any(other not in doc.cell_labels and any(map(str.isdigit, other.text)) for other in below)


def _labelled(doc: AnnotatedDocument, cell: Cell) -> float:
    """The share of a cell's words that belong to sure labels; the single word "energy" is part of many names."""
    if cell not in doc.cell_labels:
        return 0.0
    matches = [match for match in doc.cell_labels[cell] if match.weight > UNSURE and match.name != "pay_to"]
    covered = {index for match in matches for index in range(match.first_token, match.end_token)}
    spoken = [index for index in covered if cell.parts[index] not in doc.stop_words]
    return len(spoken) / max(1, len(cell.tokens))


def _is_addressee(doc: AnnotatedDocument, cell: Cell) -> bool:
    """Whether a label of the customer or of the supplied address stands right above a cell, or before its words."""
    above = _right_above(doc, cell)
    if above is not None and above.normalized in word_set("recipients"):
        return True
    named = tuple(f"{label} {cell.normalized}" for label in words("recipients"))
    return any(other.normalized.startswith(named) for other in doc.layout.cells)


def _is_charged_for(doc: AnnotatedDocument, cell: Cell) -> bool:
    """Whether the words of a cell describe a charge somewhere: a supplier whose charges a network operator bills."""
    return any(
        other.normalized == cell.normalized and any(doc.amounts.get(item) for item in other.line.cells[1:2])
        for other in doc.layout.cells
        if other.position == 0 and TOP < other.y0 < SLIP and len(other.parts) == len(cell.parts)
    )


def _is_of_supply(doc: AnnotatedDocument, cell: Cell) -> bool:
    """Whether the heading right above a cell is one of supply, on a bill that has headings of delivery too."""
    above = _right_above(doc, cell)
    if above is None or len(above.parts) > MOST_IN_HEADING:
        return False
    if set(doc.topics.names([above.parts], "sides")[0]) != {"SUPPLY"}:
        return False
    short = [other.parts for other in doc.layout.cells if len(other.parts) <= MOST_IN_HEADING]
    return any(set(names) == {"DELIVERY"} for names in doc.topics.names(short, "sides"))


def _right_above(doc: AnnotatedDocument, cell: Cell) -> Cell | None:
    """The cell above a cell, at the same left edge and at most a line away."""
    lines = reversed(doc.layout.lines[max(0, cell.line.number - 2) : cell.line.number])
    over = [other for line in lines for other in line.cells if other.page == cell.page]
    near = (other for other in over if abs(other.x0 - cell.x0) < ALIGNED and cell.y0 - other.y1 < other.height)
    return next(near, None)


def _is_a_service(doc: AnnotatedDocument, parts: list[str]) -> bool:
    """Whether all words name a commodity: "Natural gas" is a heading, not a name."""
    return len(_words_of(doc, parts, "commodities")) == len(parts)


def _is_title(doc: AnnotatedDocument, parts: list[str]) -> bool:
    """Whether all words name a kind of document: "Electricity bill" is a title, not a name."""
    spoken = _words_of(doc, parts, "kind")
    if not spoken:
        return False
    spoken |= _words_of(doc, parts, "commodities", "issuer")
    spoken |= {
        index
        for index, part in enumerate(parts)
        if part in doc.stop_words or len(part) < 3 or part in word_set("addressing")
    }
    titled = any(
        "document" in names for part in parts for _, _, names in find_phrases(doc.lexicon.topics["kind"], [part])
    )
    return titled and len(spoken) == len(parts)


def _is_of_a_kind(doc: AnnotatedDocument, parts: list[str]) -> bool:
    """Whether most words are those of bills and other documents."""
    return 2 * sum(end - first for first, end, _ in find_phrases(doc.lexicon.topics["kind"], parts)) > len(parts)


def _begins_as_title(doc: AnnotatedDocument, parts: list[str]) -> bool:
    """Whether the first words name a kind of document and no trade: "Nota fiscal de energia eletrônica"."""
    kinds = find_phrases(doc.lexicon.topics["kind"], parts)
    trades = find_phrases(doc.lexicon.topics["issuer"], parts[:1])
    return not trades and any(first == 0 and "document" in names for first, _, names in kinds)


def _words_of(doc: AnnotatedDocument, parts: list[str], *topics: str) -> set[int]:
    """The places in ``parts`` of the words that belong to phrases of ``topics``."""
    found = (phrase for topic in topics for phrase in find_phrases(doc.lexicon.topics[topic], parts))
    return {index for first, end, _ in found for index in range(first, end)}
