"""Who sent the bill: what stands large at the top, is to be paid, owns the web address, and recurs."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from billhook.extraction.annotate.document import AnnotatedDocument
from billhook.extraction.annotate.service_fields import issuer_places
from billhook.extraction.candidates.candidate_set import CandidateSet
from billhook.extraction.data.country import countries
from billhook.extraction.data.language import word_set, words
from billhook.extraction.data.source import depends_on_data
from billhook.extraction.language.lexicon import find_phrases
from billhook.extraction.layout.candidate import Candidate
from billhook.extraction.layout.lines import Cell
from billhook.extraction.text.normalize import normalized

_DOMAIN = re.compile(r"(?:www\.|@|https?://)?((?:[a-z0-9\-]+\.)+[a-z]{2,})(?:/|\b)", re.IGNORECASE)
_BROKEN = re.compile(r"[!|\\{}\[\]<>*=]|\w/\w")
GENERIC_DOMAINS = "com org net co gov edu example coop info energy utilities power io"
TOP = 0.2
IN_PROFILE = 2.0
"""The confidence of the name in an issuer profile."""
STATED = 3.0
"""What it is worth that a recogniser says so."""
TITLE = 4.0
"""What it costs a name that it is the title of a document, which is printed as large as any name."""
UNSURE = 0.5
"""A label of so little weight says nothing of the name that it is part of."""
LONGEST = 8


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
    return re.compile(rf"\s[·|•–]\s|\s-\s(?=P)|,\s(?=P\.?O)|\s(?:{'|'.join(dict.fromkeys(marks))})")


@depends_on_data
@cache
def _street() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(words('streets'))})\b\.?", re.IGNORECASE)


@depends_on_data
@cache
def _page_word() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(words('page_names'))})\b", re.IGNORECASE)


@depends_on_data
@cache
def _web_domains() -> frozenset[str]:
    """Top-level domains and the second levels below them."""
    national = (domain for country in countries().values() for domain in country.web_domains)
    return frozenset(GENERIC_DOMAINS.split()).union(national)


def propose_issuers(doc: AnnotatedDocument) -> CandidateSet:
    """The names that the bill may come from, best first."""
    return CandidateSet(issuers=tuple(issuer(doc)))


def issuer(doc: AnnotatedDocument) -> list[Candidate[str]]:
    """Names that the bill may come from, best first."""
    if not doc.layout.cells:
        return []
    first_page = [cell for cell in doc.layout.cells if cell.page == doc.layout.lines[0].page]
    common = sorted(cell.height for cell in first_page)[len(first_page) // 2]
    repeats = Counter(cell.normalized for cell in doc.layout.cells)
    domains = domains_in(cell.text for cell in doc.layout.cells)
    payees = {match.cell: match.end for match in doc.labels.get("pay_to", ()) if match.weight > 0.4}
    scale = _Scale(first_page[0].page, common, repeats, domains)
    claims: dict[str, Candidate[str]] = {}
    for cell in [*first_page, *(cell for cell in payees if cell.page != first_page[0].page)]:
        for name, start, end, boost in _names(doc, cell, payees):
            score = boost + _weight(doc, cell, name, scale)
            key = normalized(name)
            if key not in claims or claims[key].score < score:
                claims[key] = Candidate(name, score, cell, start, end)
    for name, finding in _initials(doc, domains):
        claims.setdefault(name, finding)
    for stated in _stated_names(doc):
        key = normalized(stated.value)
        before = claims.get(key, stated.scored(0.0))
        claims[key] = before.scored(before.score + STATED * stated.score)
    best = sorted(claims.values(), key=lambda one: -one.score)[:5]
    return [one.scored(min(0.97, one.score / 6)) for one in best if one.score >= 1.0]


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
        if 2 < len(rest) < 60 and rest[0].isupper() and len(_legal_form().sub("", f"{rest}.")) > 2:
            at = text.index(rest)
            names.append((rest, at, at + len(rest), 2.6))
        elif not rest and cell.line.number + 1 < len(doc.layout.lines):
            pass
    head = _after_a_name().split(text)[0].strip(" ,·|")
    short = len(cell.words) <= LONGEST + 4 or (len(head) < len(text) and _is_legal(head))
    if short and _looks_like_a_name(head):
        at = text.index(head)
        names.append((head, at, at + len(head), 0.0))
    return names


def _is_legal(name: str) -> bool:
    """Whether a name says that it is a company's, in capitals or not."""
    return bool(_legal_form().search(name) or _legal_form().search(name.title()))


def _looks_like_a_name(text: str) -> bool:
    letters = [letter for letter in text if letter.isalpha()]
    words = text.split()
    if not len(letters) >= 3 or len(words) > LONGEST or not text[0].isalnum() or not any(map(str.isupper, text)):
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
    legal, owns = _is_legal(name), _owns(parts, scale.domains)
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
    known = trade or legal or owns
    score -= 0.8 if not known and _heads_an_address(doc, cell) else 0.0
    score -= 1.0 if parts and parts[0] in word_set("addressing") else 0.0
    return score - (1.0 if name[0].islower() else 0.0)


def _heads_an_address(doc: AnnotatedDocument, cell: Cell) -> bool:
    """Whether a line with a house number or a postcode stands right below: so do customers, and no trade word tells."""
    lines = doc.layout.lines[cell.line.number + 1 : cell.line.number + 3]
    below = [other for line in lines if line.page == cell.page for other in line.cells if other.under(cell)]
    return any(any(map(str.isdigit, other.text)) and not doc.cell_labels.get(other) for other in below)


def _labelled(doc: AnnotatedDocument, cell: Cell) -> float:
    """The share of a cell's words that sure labels are made of: "energy" alone is part of many names."""
    hits = [match for match in doc.cell_labels.get(cell, ()) if match.weight > UNSURE and match.name != "pay_to"]
    covered = {index for match in hits for index in range(match.first_token, match.end_token)}
    spoken = [index for index in covered if cell.tokens[index][0] not in doc.stop_words]
    return len(spoken) / max(1, len(cell.tokens))


def _is_a_service(doc: AnnotatedDocument, parts: list[str]) -> bool:
    """Whether all words are what is supplied: "Natural gas" heads charges, and is nobody's name."""
    spoken = {
        index for first, end, _ in find_phrases(doc.lexicon.topics["commodities"], parts) for index in range(first, end)
    }
    return len(spoken) == len(parts)


def _is_title(doc: AnnotatedDocument, parts: list[str]) -> bool:
    """Whether all words are those of a kind of document: "Electricity bill" is nobody's name."""
    kinds = find_phrases(doc.lexicon.topics["kind"], parts)
    if not kinds:
        return False
    others = [find_phrases(doc.lexicon.topics[topic], parts) for topic in ("commodities", "issuer")]
    spoken = {index for hits in (kinds, *others) for first, end, _ in hits for index in range(first, end)}
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


def domains_in(texts: Iterable[str]) -> Counter[str]:
    """The owned labels of the web and mail addresses: ``www.north-gas.example`` -> ``northgas``."""
    owned: Counter[str] = Counter()
    for text in texts:
        if "." not in text:
            continue
        for match in _DOMAIN.finditer(text):
            labels = [label for label in match[1].lower().split(".") if label not in _web_domains() and label != "www"]
            if labels and len(match[1].rsplit(".", 1)[1]) <= 9 and match[1].rsplit(".", 1)[1].lower() in _web_domains():
                owned[labels[-1].replace("-", "")] += 1
    return owned


def _initials(doc: AnnotatedDocument, domains: Counter[str]) -> list[tuple[str, Candidate[str]]]:
    """Words in capitals that a web address is made of: a name that stands in logos and sentences only."""
    for cell in doc.layout.cells if domains else ():
        for word, offset in zip(cell.words, cell.offsets, strict=True):
            bare = word.text.strip(".,;:()'\"")
            if 3 <= len(bare) <= 8 and bare.isalpha() and bare.isupper() and bare.lower() in domains:
                return [(bare.lower(), Candidate(bare, 1.7, cell, offset, offset + len(bare)))]
    return []


def _owns(parts: list[str], domains: Counter[str]) -> float:
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
