"""Explain a bill: the whole candidate set with scores and places, and which candidates were chosen."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from billhook.domain.bill import Bill
from billhook.domain.document_text import Box, DocumentText, box_of
from billhook.extraction.annotate.document import annotate
from billhook.extraction.annotate.issuer_profiles import IssuerProfiles
from billhook.extraction.candidates.candidate_set import (
    CandidateSet,
    ChargeRow,
    MeterPoint,
    MeterRow,
    MonthSeries,
    TaxedAmount,
)
from billhook.extraction.candidates.rules import collect_candidates
from billhook.extraction.language.region import Locale
from billhook.extraction.layout.candidate import Candidate
from billhook.extraction.layout.page_quality import Skew, deskew
from billhook.extraction.pipeline.pipeline import select_pages
from billhook.extraction.segment.boundaries import PageBreak, page_breaks
from billhook.extraction.text.units import Quantity

MOST = 6
"""Candidates of one field that are shown."""

BILL_FIELDS = {"issuers": "utility_name", "account_numbers": "account_number", "invoice_numbers": "invoice_id"}
"""Fields of the candidate set by the fields of the bill that they are for."""

UNSCORED = 1.0


@dataclass(frozen=True)
class ExplainedCandidate:
    """A candidate for a field as printed; ``chosen`` when the bill has its value, ``is_recognized`` by OCR."""

    field: str
    value: str
    score: float
    page: int
    box: Box
    text: str
    chosen: bool
    is_recognized: bool


@dataclass(frozen=True)
class Explanation:
    """The candidates of one bill; ``supplier`` is the file name of its issuer profile, if it has one."""

    bill: Bill | None
    supplier: str | None
    locale: str
    candidates: tuple[ExplainedCandidate, ...]


def explain(
    document_text: DocumentText, bills: Iterable[Bill], profiles: IssuerProfiles | None = None
) -> list[Explanation]:
    """Explain each bill of ``document_text``; where there is none, the whole document."""
    upright, skews = deskew(document_text)
    explanations = [_explained(select_pages(upright, bill.pages), bill, profiles) for bill in bills]
    return [_displayed(each, skews) for each in explanations or [_explained(upright, None, profiles)]]


def explain_page_breaks(document_text: DocumentText, profiles: IssuerProfiles | None = None) -> list[PageBreak]:
    """Score each page but the first as the beginning of another bill."""
    return page_breaks(annotate(deskew(document_text)[0], profiles))


def _displayed(explanation: Explanation, skews: Mapping[int, Skew]) -> Explanation:
    """Move the boxes to where the candidates stand on the pages as displayed."""
    shown = (
        replace(candidate, box=skews[candidate.page].displayed(candidate.box)) if candidate.page in skews else candidate
        for candidate in explanation.candidates
    )
    return replace(explanation, candidates=tuple(shown))


def _explained(document_text: DocumentText, bill: Bill | None, profiles: IssuerProfiles | None) -> Explanation:
    doc = annotate(document_text, profiles)
    if not doc.layout.cells:
        return Explanation(bill, None, _described(doc.locale), ())
    candidates = collect_candidates(doc)
    shown = (
        _explained_candidate(name, candidate, bill)
        for name, found in candidates_by_field(candidates)
        for candidate in found[:MOST]
    )
    return Explanation(bill, doc.profile.supplier.source or None, _described(doc.locale), tuple(shown))


def _described(locale: Locale) -> str:
    order = "day first" if locale.days_first else "month first"
    country, currency = locale.country or "?", locale.currency or "?"
    return f"{locale.language}, {country}, {currency}, decimal {locale.mark!r}, {order}"


def candidates_by_field(candidates: CandidateSet) -> Iterator[tuple[str, list[Candidate[object]]]]:
    """Give every candidate of the set by the name of its field, in the order of the set."""
    for field, value in candidates._asdict().items():
        groups = value.items() if isinstance(value, Mapping) else [(field, value)]
        for name, group in groups:
            if found := list(_candidates_in(group)):
                yield BILL_FIELDS.get(name, name), found


def _candidates_in(value: object) -> Iterator[Candidate[object]]:
    """Yield the candidates within a value of the set, also those nested in other facts."""
    if isinstance(value, Candidate):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from _candidates_in(item)
    elif isinstance(value, MeterPoint):
        yield from _candidates_in(value.number)
    elif isinstance(value, MeterRow):
        yield from _candidates_in(value.usage)
    elif isinstance(value, TaxedAmount):
        yield from _candidates_in(value.tax)
    elif isinstance(value, MonthSeries):
        yield from _candidates_in(value.columns)
    elif isinstance(value, ChargeRow):
        yield Candidate(value.value, UNSCORED, value.cell, value.start, value.end)


def _explained_candidate(name: str, candidate: Candidate[object], bill: Bill | None) -> ExplainedCandidate:
    cell = candidate.cell
    words = cell.words_between(candidate.start, candidate.end) or cell.words
    return ExplainedCandidate(
        field=name,
        value=_printed(candidate.value),
        score=candidate.score,
        page=cell.page,
        box=box_of(words),
        text=candidate.text or cell.text,
        chosen=bill is not None and getattr(bill, name, None) == candidate.value,
        is_recognized=any(word.confidence < 1 for word in words),
    )


def _printed(value: object) -> str:
    if isinstance(value, Quantity):
        return " ".join(str(part) for part in (value.value, value.unit) if part)
    if isinstance(value, tuple):
        return " to ".join(map(str, value))
    return str(value)
