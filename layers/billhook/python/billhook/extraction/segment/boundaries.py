"""Where one bill ends and the next begins: pages weighed against the bill that they may go on with.

A page begins a bill when what names a bill changes with it: account, invoice, statement date, due date, issuer, or the
count of pages that restarts. Parts of a collective bill have accounts of their own, but its first pages list them;
return stubs, leaflets and meters of the same bill change nothing of it.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cache
from operator import attrgetter
from typing import TypeVar

from billhook.extraction.annotate.document import AnnotatedDocument
from billhook.extraction.annotate.entities import Spans
from billhook.extraction.candidates.known_issuers import owned_domains
from billhook.extraction.candidates.locate import find_values
from billhook.extraction.data.language import words
from billhook.extraction.data.source import depends_on_data
from billhook.extraction.layout.lines import Line
from billhook.extraction.text.normalize import code_key
from billhook.extraction.text.numbers import currencies_in

T = TypeVar("T")

ENOUGH = 2.5
"""So much must speak for a new bill."""

SURE, LIKELY = 0.6, 0.5
"""Least score of a value that identifies its bill."""

RESTARTS, WAS_LAST, GOES_ON, GOES_FURTHER = 2.5, 1.5, -4.0, -2.0
"""What page numbers are worth: the first again, none after the last, the next, and a later one of as many."""

OTHER_INVOICE, SAME_INVOICE = 2.0, -4.0
OTHER_ACCOUNT, LISTED_ACCOUNT = 2.5, -2.0
OTHER_BILL_DATE, OTHER_DUE_DATE, OTHER_TOTAL, OTHER_ISSUER = 1.5, 1.0, 0.5, 1.5
OTHER_LANGUAGE, OTHER_CURRENCY = 0.75, 1.5
FACELESS = -2.5
"""A page that names less than two of account, invoice, dates and total is no bill's first, unless it is counted so."""

FEWEST_STOP_WORDS = 6

MARGIN = 0.12
"""Where pages are counted without a word for page: the top and bottom of a page."""


@depends_on_data
@cache
def _page_number() -> re.Pattern[str]:
    """``page 1 of 2`` in any language."""
    pages = "|".join(words("page"))
    return re.compile(
        rf"\b(?:{pages})\b\.?\s*(?:no\.?|n[°º]|nr\.?)?\s*:?\s*(\d{{1,3}})\b(?:\s*(?:{_of()})\s*(\d{{1,3}})\b)?",
        re.IGNORECASE,
    )


@depends_on_data
@cache
def _bare_page_number() -> re.Pattern[str]:
    """``1 of 2`` and nothing else."""
    return re.compile(rf"^\(?\s*(\d{{1,2}})\s*(?:{_of()})\s*(\d{{1,2}})\s*\)?$", re.IGNORECASE)


def _of() -> str:
    return rf"{'|'.join(words('page_of'))}|/|\|"


@dataclass
class Facts:
    """What names the bill that a page, or the pages of a bill so far, belong to."""

    place: tuple[int, int | None] | None = None
    """The page's number as printed, and of how many."""

    accounts: set[str] = field(default_factory=set)
    invoices: set[str] = field(default_factory=set)
    billed: set[date] = field(default_factory=set)
    due: set[date] = field(default_factory=set)
    totals: set[Decimal] = field(default_factory=set)
    issuers: set[str] = field(default_factory=set)
    languages: set[str] = field(default_factory=set)
    currencies: set[str] = field(default_factory=set)
    text: str = ""
    """Letters and figures of everything on it, run together."""

    @property
    def has_face(self) -> bool:
        return sum(map(bool, (self.accounts, self.invoices, self.billed, self.due, self.totals))) >= 2

    def add(self, other: "Facts") -> None:
        """Go on with a page of the same bill."""
        self.place = other.place or self.place
        self.text += other.text
        for name in ("accounts", "invoices", "billed", "due", "totals", "issuers", "languages", "currencies"):
            getattr(self, name).update(getattr(other, name))


def page_groups(doc: AnnotatedDocument) -> list[tuple[int, ...]]:
    """The pages of each bill of a file, every page with words in one of them."""
    pages = _pages(doc)
    groups = [pages[:1]]
    for page_break in page_breaks(doc):
        if page_break.begins:
            groups.append([])
        groups[-1].append(page_break.page)
    return [tuple(group) for group in groups]


@dataclass(frozen=True)
class PageBreak:
    """How much speaks for a new bill at a page."""

    page: int
    score: float

    @property
    def begins(self) -> bool:
        return self.score >= ENOUGH


def page_breaks(doc: AnnotatedDocument) -> list[PageBreak]:
    """Each page with words but the first, weighed against the bill that it may go on with."""
    pages = _pages(doc)
    if len(pages) < 2:
        return []
    facts = _facts(doc, pages)
    so_far, turns = facts[pages[0]], []
    for number in pages[1:]:
        turns.append(PageBreak(number, turn(so_far, facts[number])))
        if turns[-1].begins:
            so_far = facts[number]
        else:
            so_far.add(facts[number])
    return turns


def turn(bill: Facts, page: Facts) -> float:
    """How much speaks for ``page`` being no page of ``bill``."""
    score = _by_number(bill.place, page.place)
    score += _other(bill.invoices, page.invoices, OTHER_INVOICE, SAME_INVOICE)
    if _differ(bill.accounts, page.accounts):
        score += LISTED_ACCOUNT if all(account in bill.text for account in page.accounts) else OTHER_ACCOUNT
    score += _other(bill.billed, page.billed, OTHER_BILL_DATE)
    score += _other(bill.due, page.due, OTHER_DUE_DATE)
    score += _other(bill.totals, page.totals, OTHER_TOTAL)
    score += _other(bill.issuers, page.issuers, OTHER_ISSUER)
    score += _other(bill.languages, page.languages, OTHER_LANGUAGE)
    score += _other(bill.currencies, page.currencies, OTHER_CURRENCY)
    begins = page.place is not None and page.place[0] == 1
    return score if begins or page.has_face else score + FACELESS


def _by_number(before: tuple[int, int | None] | None, now: tuple[int, int | None] | None) -> float:
    if now is None:
        return WAS_LAST if before and before[0] == before[1] else 0.0
    if now[0] == 1:
        return RESTARTS
    if before is None or now[0] <= before[0]:
        return 0.0
    if now[0] == before[0] + 1 and (now[1] == before[1] or None in (now[1], before[1])):
        return GOES_ON
    return GOES_FURTHER if now[1] is not None and now[1] == before[1] else 0.0


def _other(before: set[T], now: set[T], worth: float, shared: float = 0.0) -> float:
    if _differ(before, now):
        return worth
    return shared if before & now else 0.0


def _differ(before: set[T], now: set[T]) -> bool:
    return bool(before and now and before.isdisjoint(now))


def _pages(doc: AnnotatedDocument) -> list[int]:
    return list(dict.fromkeys(line.page for line in doc.layout.lines))


def _facts(doc: AnnotatedDocument, pages: Iterable[int]) -> dict[int, Facts]:
    facts = {number: Facts() for number in pages}
    texts: dict[int, list[str]] = {number: [] for number in facts}
    for line in doc.layout.lines:
        texts[line.page] += [part for cell in line.cells for part, _ in cell.tokens]
        facts[line.page].place = _surer(facts[line.page].place, _place(line))
    for number, parts in texts.items():
        lines = [line for line in doc.layout.lines if line.page == number]
        facts[number].text = "".join(parts).upper()
        facts[number].issuers = set(owned_domains(doc, [cell for line in lines for cell in line.cells]))
        facts[number].currencies = currencies_in("\n".join([line.text for line in lines]))
        facts[number].languages = _language(doc, parts)
    days = {
        cell: [(day, item.start, item.end) for item in printed if not item.short and (day := item.on())]
        for cell, printed in doc.dates.items()
        if printed
    }
    for page, code in _named(doc, "account_number", doc.references, SURE):
        facts[page].accounts.add(code_key(code))
    for page, code in _named(doc, "invoice_id", doc.references, SURE):
        facts[page].invoices.add(code_key(code))
    for page, day in _named(doc, "bill_date", days, SURE):
        facts[page].billed.add(day)
    for page, day in _named(doc, "due_date", days, LIKELY):
        facts[page].due.add(day)
    for page, amount in _named(doc, "total_charges", doc.amounts, LIKELY):
        facts[page].totals.add(amount)
    return facts


def _named(doc: AnnotatedDocument, name: str, spans: Spans[T], least: float) -> Iterator[tuple[int, T]]:
    """What the labels ``name`` of each page point at, with the page."""
    for match in doc.labels.get(name, ()):
        for candidate in find_values(doc, match, spans, most=1):
            if candidate.score >= least:
                yield match.cell.page, candidate.value


def _language(doc: AnnotatedDocument, parts: Sequence[str]) -> set[str]:
    """The language of a page, if it clearly has one."""
    printed = Counter(parts)
    vocabulary = frozenset(printed)
    counts = Counter(
        {name: sum([printed[word] for word in words & vocabulary]) for name, words in doc.lexicon.stop_words.items()}
    )
    (first, most), (_, second) = counts.most_common(2)
    return {first} if most >= FEWEST_STOP_WORDS and most > 2 * second else set()


def _surer(
    first: tuple[int, int | None] | None, second: tuple[int, int | None] | None
) -> tuple[int, int | None] | None:
    """The first of two page numbers, unless only the second is one of a count: "(continued from page 1)"."""
    if first is None or (second is not None and first[1] is None and second[1] is not None):
        return second
    return first


def _place(line: Line) -> tuple[int, int | None] | None:
    for cell in filter(attrgetter("has_figures"), line.cells):
        match = _page_number().search(cell.text)
        if match is None and (line.y1 < MARGIN or line.y0 > 1 - MARGIN):
            match = _bare_page_number().match(cell.text)
        if match:
            count = int(match[2]) if match[2] else None
            if int(match[1]) > 0 and (count is None or int(match[1]) <= count):
                return int(match[1]), count
    return None
