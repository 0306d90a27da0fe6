"""Why a bill says what it says: the candidates of each field with their scores, and where they stand.

Nothing is decided here; the same rules are asked once more, and what they answer is kept.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from billhook.domain.bill import Bill
from billhook.domain.document_text import Box, DocumentText
from billhook.extraction.annotate.document import annotate
from billhook.extraction.annotate.issuer_profiles import IssuerProfiles
from billhook.extraction.candidates.candidate_set import CandidateSet
from billhook.extraction.candidates.rules import collect_candidates
from billhook.extraction.layout.candidate import Candidate
from billhook.extraction.layout.deskew import Skew, deskew
from billhook.extraction.layout.lines import box_of
from billhook.extraction.resolve.balances import money_candidates
from billhook.extraction.resolve.identifiers import account_candidates, resolve_meter_points
from billhook.extraction.resolve.services import usage_candidates
from billhook.extraction.segment.boundaries import PageBreak, page_breaks

MOST = 6
"""Candidates of one field that are shown."""


@dataclass(frozen=True)
class ExplainedCandidate:
    """A value that was claimed for a field, how surely, and as it is printed; ``chosen`` when the bill says so."""

    field: str
    value: str
    score: float
    page: int
    box: Box
    text: str
    chosen: bool


@dataclass(frozen=True)
class Explanation:
    """What speaks for one bill. ``supplier`` names the file of hints that was used, if any."""

    bill: Bill | None
    supplier: str | None
    locale: str
    candidates: tuple[ExplainedCandidate, ...]


def explain(reading: DocumentText, bills: Iterable[Bill], suppliers: IssuerProfiles | None = None) -> list[Explanation]:
    """One explanation per bill of ``reading``; one of the whole when there is none."""
    straight, tilts = deskew(reading)
    told = [_explained(_part(straight, bill), bill, suppliers) for bill in bills]
    return [_displayed(one, tilts) for one in told or [_explained(straight, None, suppliers)]]


def explain_turns(reading: DocumentText, suppliers: IssuerProfiles | None = None) -> list[PageBreak]:
    """How much spoke for a new bill at each page but the first."""
    return page_breaks(annotate(deskew(reading)[0], suppliers))


def _displayed(explanation: Explanation, tilts: dict[int, Skew]) -> Explanation:
    """With the candidates where they stand on the pages as displayed."""
    shown = (
        replace(one, box=tilts[one.page].displayed(one.box)) if one.page in tilts else one
        for one in explanation.candidates
    )
    return replace(explanation, candidates=tuple(shown))


def _part(reading: DocumentText, bill: Bill) -> DocumentText:
    return DocumentText(tuple(page for page in reading.pages if page.number in bill.pages))


def _explained(reading: DocumentText, bill: Bill | None, suppliers: IssuerProfiles | None) -> Explanation:
    doc = annotate(reading, suppliers)
    locale = doc.locale
    order = "day first" if locale.days_first else "month first"
    said = f"{locale.language}, {locale.country or '?'}, {locale.currency or '?'}, decimal {locale.mark!r}, {order}"
    if not doc.layout.cells:
        return Explanation(bill, None, said, ())
    claimed = _by_field(collect_candidates(doc))
    candidates = (_candidate(name, one, bill) for name, several in claimed for one in several[:MOST])
    return Explanation(bill, doc.profile.supplier.source or None, said, tuple(candidates))


def _by_field(candidates: CandidateSet) -> Iterator[tuple[str, Sequence[Candidate[Any]]]]:
    """The candidates by the name of the field, best first."""
    accounts = account_candidates(candidates)
    yield "utility_name", candidates.issuers
    yield "account_number", accounts
    yield "invoice_id", candidates.invoice_numbers
    yield from candidates.dates.items()
    yield "period", candidates.periods
    yield from money_candidates(candidates).items()
    yield "usage", sorted(usage_candidates(candidates), key=lambda quantity: -quantity.score)
    points = resolve_meter_points(candidates, next(iter(accounts), None))
    yield "meters and supply points", [point.number for point in points]


def _candidate(name: str, one: Candidate[Any], bill: Bill | None) -> ExplainedCandidate:
    words = one.cell.words_between(one.start, one.end) or one.cell.words
    chosen = bill is not None and getattr(bill, name, None) == one.value
    return ExplainedCandidate(
        name, _shown(one.value), one.score, one.cell.page, box_of(words), one.text or one.cell.text, chosen
    )


def _shown(value: Any) -> str:
    if isinstance(value, tuple):
        return " to ".join(map(str, value))
    return " ".join(str(part) for part in (value.value, value.unit) if part) if hasattr(value, "unit") else str(value)
