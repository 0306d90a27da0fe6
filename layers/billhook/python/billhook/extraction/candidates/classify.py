"""Is it a utility bill at all? Evidence is weighed: what was metered, when, where, and what is owed for it."""

from dataclasses import dataclass

from billhook.extraction.annotate.document import AnnotatedDocument
from billhook.extraction.candidates.candidate_set import CandidateSet

ENOUGH = 2.6
UNMETERED, UNCHARGED = 2.0, 3.5
"""What it costs that nothing places the consumption in time or at a meter, or that nothing is owed."""


def propose_document_kinds(doc: AnnotatedDocument) -> CandidateSet:
    """The kinds of document that the words name, and how many words name a service."""
    phrases: dict[str, set[str]] = {}
    services = 0
    for cell in doc.layout.cells:
        for name in doc.names_in(cell, "kind"):
            phrases.setdefault(name, set()).add(cell.folded[:24])
        services += len(doc.names_in(cell, "commodities"))
    return CandidateSet(document_kinds={name: len(found) for name, found in phrases.items()}, service_mentions=services)


@dataclass(frozen=True)
class ClassificationFeatures:
    """What the other rules found, as far as it speaks for a bill."""

    meter_rows: int
    named_usage: bool
    priced_usage: int
    points: int
    measured: bool
    has_period: bool
    has_account: bool
    has_total: bool


def weigh(doc: AnnotatedDocument, evidence: ClassificationFeatures) -> float:
    """How much speaks for a utility bill; ``ENOUGH`` is enough."""
    kinds: dict[str, set[str]] = {"utility": set(), "other": set()}
    services = 0
    for cell in doc.layout.cells:
        for name in doc.names_in(cell, "kind"):
            if name in kinds:
                kinds[name].add(cell.folded[:24])
        services += len(doc.names_in(cell, "commodities"))
    weight = 3.0 * bool(evidence.meter_rows) + 2.0 * evidence.named_usage + min(2.0, 1.0 * evidence.priced_usage)
    weight += 1.0 * evidence.measured + 1.0 * bool(evidence.points)
    weight += 1.0 * evidence.has_period + 0.5 * evidence.has_account
    weight += min(3.0, 0.5 * len(kinds["utility"])) + min(1.0, 0.25 * services)
    weight -= min(3.0, 0.6 * len(kinds["other"]))
    if not (evidence.meter_rows or evidence.points or evidence.has_period):
        weight -= UNMETERED
    return weight if evidence.has_total else weight - UNCHARGED


REASONS = {
    "telecom": "an invoice for telephone or internet",
    "reminder": "a reminder of money that was billed before",
    "tariff": "a list of prices",
    "quote": "an offer",
    "receipt": "a receipt",
    "statement": "a statement of account",
    "letter": "a letter",
    "invoice": "an invoice for something else",
}
"""What a document that is no utility bill may be; the words are stable, the likelier first where two say as much."""

UNKNOWN, INVOICE = "other", "invoice"
"""What nothing tells, and what much that is something more special calls itself too."""


def other_kind(doc: AnnotatedDocument) -> str:
    """What the document is instead: one of ``REASONS`` or ``UNKNOWN``, by how many of its phrases are printed."""
    spoken: dict[str, set[str]] = {}
    for cell in doc.layout.cells:
        for name in doc.names_in(cell, "kind"):
            if name in REASONS:
                spoken.setdefault(name, set()).add(cell.folded[:24])
    special = [name for name in REASONS if name in spoken and name != INVOICE]
    return max(special, key=lambda name: len(spoken[name]), default=INVOICE if INVOICE in spoken else UNKNOWN)
