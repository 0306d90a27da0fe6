"""Why a bill says what it says: the candidates of each field with their scores, and where they stand.

Nothing is decided here; the same rules are asked once more, and what they answer is kept.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from billhook.domain.bill import Bill
from billhook.domain.document_text import Box, DocumentText
from billhook.extraction.annotate.document import AnnotatedDocument
from billhook.extraction.annotate.issuer_profiles import IssuerProfiles
from billhook.extraction.candidates.identifiers import labelled_codes
from billhook.extraction.candidates.issuer import issuer
from billhook.extraction.layout.candidate import Candidate
from billhook.extraction.layout.deskew import Skew, deskewed
from billhook.extraction.layout.lines import box_of
from billhook.extraction.resolve.resolution import Resolution, resolve_candidates
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
    straight, tilts = deskewed(reading)
    told = [_explained(_part(straight, bill), bill, suppliers) for bill in bills]
    return [_displayed(one, tilts) for one in told or [_explained(straight, None, suppliers)]]


def explain_turns(reading: DocumentText, suppliers: IssuerProfiles | None = None) -> list[PageBreak]:
    """How much spoke for a new bill at each page but the first."""
    return page_breaks(AnnotatedDocument(deskewed(reading)[0], suppliers))


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
    doc = AnnotatedDocument(reading, suppliers)
    locale = doc.locale
    order = "day first" if locale.days_first else "month first"
    said = f"{locale.language}, {locale.country or '?'}, {locale.currency or '?'}, decimal {locale.mark!r}, {order}"
    if not doc.layout.cells:
        return Explanation(bill, None, said, ())
    claimed = _claimed(resolve_candidates(doc))
    candidates = (_candidate(name, one, bill) for name, several in claimed for one in several[:MOST])
    return Explanation(bill, doc.known.supplier.source or None, said, tuple(candidates))


def _claimed(claims: Resolution) -> Iterator[tuple[str, list[Candidate[Any]]]]:
    """The candidates by the name of the field, best first."""
    yield "utility_name", list(issuer(claims.doc))
    yield "account_number", list(claims.accounts)
    yield "invoice_id", list(labelled_codes(claims.doc, "invoice_id"))
    yield from claims.calendar.named.items()
    yield "period", list(claims.calendar.periods)
    yield from claims.amounts.items()
    yield "usage", sorted(claims.usage, key=lambda one: -one.score)
    yield "meters and supply points", [point.number for point in claims.points]


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
