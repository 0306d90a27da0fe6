"""Candidates for the issuer's name: large at the top, payee, owner of the web address, recurring."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from billhook.extraction.annotate.document import AnnotatedDocument
from billhook.extraction.annotate.labels import Meaning, Parts, covered, issuer_places
from billhook.extraction.candidates.candidate_set import CandidateSet
from billhook.extraction.candidates.known_issuers import (
    OTHER_COMPANY,
    add_known_names,
    initials_of_domains,
    is_known,
    known_first,
    names_of_domains,
    names_other_company,
    owned_domains,
    owns_domain,
    propose_known_names,
    words_of_domains,
)
from billhook.extraction.data.country import countries
from billhook.extraction.data.language import word_set, words
from billhook.extraction.data.source import depends_on_data
from billhook.extraction.language.lexicon import find_phrases, find_phrases_in_each
from billhook.extraction.layout.candidate import Candidate
from billhook.extraction.layout.lines import Cell
from billhook.extraction.text.normalize import normalized

_LOWER_CASE = re.compile(r"(?:\s[^\W\d_A-Z]+){3}")
"""Three words in small letters: a sentence goes on behind a name."""

_WEB_ADDRESS = re.compile(r"(?:[A-Za-z0-9\-]+\.)+[A-Za-z]{2,}")
_AFTER_PAYEE = re.compile(r"[.;:]\s|,\s(?!Inc|LLC|Ltd)|\s[–-]\s|\susing\s|\sand\s(?=write|mail)|\sPO\sBox|\sP\.O\.")
"""What ends the name of a payee in a sentence."""

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
    names = known_first(issuer(doc, known), known)
    return CandidateSet(issuers=names, is_issuer_known=bool(names) and is_known(names[0], known))


def issuer(doc: AnnotatedDocument, known_names: Sequence[Candidate[str]]) -> list[Candidate[str]]:
    """Names that the bill may come from, best first; ``known_names`` are the known utilities that it names."""
    if not doc.layout.cells:
        return []
    payees = _payees(doc)
    scale = _scale(doc)
    domains = scale.domains
    first_page = [cell for cell in doc.layout.cells if cell.page == scale.page]
    cells = (*first_page, *(cell for cell in payees if cell.page != scale.page))
    names = [name for cell in cells for name in _names(doc, cell, payees)]
    meanings = doc.topics.meanings({parts for name in names for parts in (name.parts, name.bare)})
    by_name: dict[str, Candidate[str]] = {}
    for name in names:
        score = name.bonus + _weight(doc, name, meanings, scale)
        if name.key not in by_name or by_name[name.key].score < score:
            by_name[name.key] = Candidate(name.text, score, name.cell, name.start, name.end)
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


@dataclass(frozen=True)
class _Name:
    """A possible name, its place, and what the place adds to its score.

    ``key`` and ``parts`` are its normalized words, ``bare`` those without a legal form.
    """

    text: str
    cell: Cell
    start: int
    end: int
    bonus: float
    key: str
    parts: Parts
    bare: Parts
    is_legal: bool


def _name(text: str, cell: Cell, start: int, end: int, bonus: float = 0.0) -> _Name:
    key, is_legal = normalized(text), _is_legal(text)
    parts = tuple(key.split())
    bare = tuple(normalized(_legal_form().sub(" ", text)).split()) if is_legal else parts
    return _Name(text, cell, start, end, bonus, key, parts, bare, is_legal)


def _names(doc: AnnotatedDocument, cell: Cell, payees: dict[Cell, int]) -> Iterator[_Name]:
    """The possible names in a cell: all of it, what follows "payable to", what precedes a dash or a dot."""
    text = cell.text
    if cell in payees:
        rest = _AFTER_PAYEE.split(text[payees[cell] :].strip(" :.,"))[0].strip(" .:,")
        rest = _LOWER_CASE.split(rest)[0]
        if 2 < len(rest) < 60 and rest[0].isupper() and len(_legal_form().sub("", f"{rest}.")) > 2:
            at = text.index(rest)
            yield _name(rest, cell, at, at + len(rest), 2.6)
    head = _after_a_name().split(text, 1)[0].strip(" ,·|")
    if len(head.split()) > LONGEST and (form := _legal_form().search(head)):
        head = head[: form.end()] if len(head[: form.end()].split()) <= LONGEST else head
    short = len(cell.words) <= LONGEST + 4 or (len(head) < len(text) and _is_legal(head))
    if short and _looks_like_a_name(head):
        at = text.index(head)
        yield _name(head, cell, at, at + len(head))
    if below := _continued(doc, cell, head):
        yield _name(f"{head} {below.text}", cell, 0, len(head), 0.3)


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
    bare = [other for other in near if not other.has_figures]
    meanings = doc.topics.meanings({other.parts for other in bare})
    return next((other for other in bare if meanings[other.parts].is_generic(doc.stop_words)), None)


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
    """What names are measured by, computed once for a document.

    The first page and its usual height of text; how often the words of a cell recur; the owners of addresses; what
    follows a word for the customer that begins a cell; the words that describe charges; the headings of supply.
    """

    page: int
    height: float
    repeats: Counter[str]
    domains: Counter[str]
    addressed: tuple[str, ...]
    charged: frozenset[str]
    supply: frozenset[Cell]


def _scale(doc: AnnotatedDocument) -> _Scale:
    cells, page = doc.layout.cells, doc.layout.lines[0].page
    heights = sorted([cell.height for cell in cells if cell.page == page])
    words_of_cells = [cell.normalized for cell in cells]
    customers = tuple(f"{label} " for label in words("recipients"))
    addressed = [text for text in words_of_cells if text.startswith(customers)]
    return _Scale(
        page=page,
        height=heights[len(heights) // 2],
        repeats=Counter(words_of_cells),
        domains=owned_domains(doc, cells),
        addressed=tuple(text[len(label) :] for text in addressed for label in customers if text.startswith(label)),
        charged=frozenset(cell.normalized for cell in cells if _describes_charge(doc, cell)),
        supply=_headings_of_supply(doc),
    )


def _describes_charge(doc: AnnotatedDocument, cell: Cell) -> bool:
    """Whether a cell begins a line, and an amount follows it."""
    return not cell.position and TOP < cell.y0 < SLIP and any(doc.amounts.get(item) for item in cell.line.cells[1:2])


def _headings_of_supply(doc: AnnotatedDocument) -> frozenset[Cell]:
    """The headings that name supply only; none on a bill without headings that name delivery only."""
    short = [cell for cell in doc.layout.cells if len(cell.parts) <= MOST_IN_HEADING]
    sides = [set(names) for names in doc.topics.names([cell.parts for cell in short], "sides")]
    named = zip(short, sides, strict=True) if {"DELIVERY"} in sides else ()
    return frozenset(cell for cell, side in named if side == {"SUPPLY"})


def _weight(doc: AnnotatedDocument, name: _Name, meanings: Mapping[Parts, Meaning], scale: _Scale) -> float:
    cell, parts, legal = name.cell, name.parts, name.is_legal
    meaning, bare = meanings[parts], meanings[name.bare]
    score = 0.0
    on_first = cell.page == scale.page
    if on_first and cell.y0 < TOP:
        score += 1.2 * (1 - cell.y0 / TOP)
        score += 0.4 if cell.line.number <= 1 else 0.0
    if on_first and scale.height:
        score += min(1.5, max(0.0, (cell.height / scale.height - 1.05) * 1.4))
    owns, trade = owns_domain(parts, scale.domains), bare.trade_count
    score += min(1.6, 0.9 * trade)
    score += (1.0 if trade else 0.7) if legal else 0.0
    score += min(0.9, 0.3 * (scale.repeats[cell.normalized] - 1))
    score += 2.0 * owns
    labelled = _labelled(doc, cell)
    score -= 2.2 * labelled if labelled >= 0.5 else 0.0
    score -= TITLE if _is_title(doc, meaning) or meaning.is_service else 1.6 if meaning.is_of_documents else 0.0
    score -= 1.2 if _street().search(name.text) else 0.0
    score -= 1.0 if _BROKEN.search(name.text) else 0.0
    score -= 0.8 if len(parts) < 2 and not trade else 0.0
    known = trade or owns
    score -= CONTACT if doc.announces((cell,), "contact") and not owns else 0.0
    score -= SENTENCE if _reads_on(doc, parts) and not legal else 0.0
    score -= GENERIC if not owns and bare.is_generic(doc.stop_words) else 0.0
    above = _right_above(doc, cell)
    score -= RECIPIENT if not owns and _is_addressee(cell, above, scale) else 0.0
    score -= SOLD if cell.normalized in scale.charged else 0.0
    score -= SUPPLIES if above in scale.supply else 0.0
    score -= HEADING if not (legal or owns) and _begins_as_title(doc, meaning) else 0.0
    score -= HEADING if not (legal or owns) and _heads_a_column(doc, cell) else 0.0
    score -= 0.8 if not known and _heads_an_address(doc, cell) else 0.0
    score -= 1.0 if parts and parts[0] in word_set("addressing") else 0.0
    score -= OTHER_COMPANY if names_other_company(doc, cell) else 0.0
    return score - (1.0 if name.text[0].islower() else 0.0)


def _reads_on(doc: AnnotatedDocument, parts: Parts) -> bool:
    """Whether words begin or end as a sentence does and a name does not: "a member of", "news about your"."""
    is_open = len(parts) > 2 and len(parts[-1]) > 2 and parts[-1] in doc.stop_words
    is_open = is_open or (len(parts) > 1 and parts[-1] in word_set("date_prepositions"))
    return is_open or (len(parts) > 1 and len(parts[0]) == 1 and parts[0] in doc.stop_words)


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


def _is_addressee(cell: Cell, above: Cell | None, scale: _Scale) -> bool:
    """Whether a word for the customer or the supplied address stands right above a cell, or before its words."""
    if above is not None and above.normalized in word_set("recipients"):
        return True
    return any(text.startswith(cell.normalized) for text in scale.addressed)


def _right_above(doc: AnnotatedDocument, cell: Cell) -> Cell | None:
    """The cell above a cell, at the same left edge and at most a line away."""
    lines = reversed(doc.layout.lines[max(0, cell.line.number - 2) : cell.line.number])
    over = [other for line in lines for other in line.cells if other.page == cell.page]
    near = (other for other in over if abs(other.x0 - cell.x0) < ALIGNED and cell.y0 - other.y1 < other.height)
    return next(near, None)


def _is_title(doc: AnnotatedDocument, meaning: Meaning) -> bool:
    """Whether all words name a kind of document: "Electricity bill" is a title, not a name."""
    if not meaning.kinds:
        return False
    spoken = covered(meaning.kinds, meaning.services, meaning.trades)
    spoken |= {
        index
        for index, part in enumerate(meaning.parts)
        if part in doc.stop_words or len(part) < 3 or part in word_set("addressing")
    }
    if len(spoken) < len(meaning.parts):
        return False
    alone = find_phrases_in_each(doc.lexicon.topics["kind"], [[part] for part in meaning.parts])
    return any("document" in names for phrases in alone for _, _, names in phrases)


def _begins_as_title(doc: AnnotatedDocument, meaning: Meaning) -> bool:
    """Whether the first words name a kind of document and no trade: "Nota fiscal de energia eletrônica"."""
    if not any(first == 0 and "document" in names for first, _, names in meaning.kinds):
        return False
    return not find_phrases(doc.lexicon.topics["issuer"], meaning.parts[:1])
