"""Assemble the bill of a document: collect candidates, resolve them, build the bill, check it."""

from billhook.domain.bill import Extraction
from billhook.extraction.annotate.document import AnnotatedDocument
from billhook.extraction.build.bill import build_bill
from billhook.extraction.candidates.candidate_set import CandidateSet
from billhook.extraction.candidates.rules import collect_candidates
from billhook.extraction.resolve.classification import REASONS, other_kind
from billhook.extraction.resolve.resolver import resolve_candidates
from billhook.extraction.validate.checks import checked

NO_WORDS = "no words could be read"
NOT_A_BILL = "too little speaks for a utility bill: nothing metered, no service period, no supply point"


def assemble(doc: AnnotatedDocument) -> Extraction:
    """The bill that ``doc`` shows, or the reason why it shows none."""
    if not doc.layout.cells:
        return Extraction(reason=NO_WORDS)
    candidates = collect_candidates(doc)
    resolution = resolve_candidates(candidates)
    if not resolution.is_bill:
        return Extraction(reason=_why_not(candidates))
    return Extraction(bills=(checked(build_bill(resolution)),))


def _why_not(candidates: CandidateSet) -> str:
    """The kind of document in one stable word, and why it is no bill."""
    kind = other_kind(candidates)
    return f"{kind}: {REASONS[kind]}; {NOT_A_BILL}" if kind in REASONS else f"{kind}: {NOT_A_BILL}"
