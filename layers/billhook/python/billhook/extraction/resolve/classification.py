"""Whether a document is a utility bill, and what kind of document it is if not."""

from collections.abc import Mapping
from dataclasses import dataclass

from billhook.extraction.candidates.candidate_set import CandidateSet

ENOUGH = 2.6
UNMETERED, UNCHARGED = 2.0, 3.5
"""The penalty for a document without readings, meters and period, and for one without an amount due."""

MOST_AGAINST, MOST_AGAINST_BALANCES = 3.0, 1.5
"""The highest penalty for phrases of other documents, and for those beside an account whose balance rolls forward."""


@dataclass(frozen=True)
class ClassificationFeatures:
    """Evidence that a document is a utility bill."""

    meter_rows: int
    named_usage: bool
    priced_usage: int
    points: int
    measured: bool
    has_period: bool
    has_account: bool
    has_total: bool
    rolls_forward: bool = False
    """Labelled balances lead to a labelled total."""

    has_term: bool = False
    """Bill date and due date have labels."""

    has_service_charge: bool = False
    """A charge names a service."""


def is_utility_bill(candidates: CandidateSet, features: ClassificationFeatures) -> bool:
    """Whether the evidence of something metered, supplied and owed for is strong enough."""
    return score(candidates.document_kinds, candidates.service_mentions, features) >= ENOUGH


def score(kinds: Mapping[str, int], service_mentions: int, features: ClassificationFeatures) -> float:
    """The weighted evidence; ``kinds`` are the numbers of phrases that name each kind of document."""
    total = 3.0 * bool(features.meter_rows) + 2.0 * features.named_usage + min(2.0, 1.0 * features.priced_usage)
    total += 1.0 * features.measured + 1.0 * bool(features.points)
    total += 1.0 * features.has_period + 0.5 * features.has_account
    total += min(3.0, 0.5 * kinds.get("utility", 0)) + min(1.0, 0.25 * service_mentions)
    total += _account_evidence(kinds, service_mentions, features)
    total -= min(_most_against(features), 0.6 * kinds.get("other", 0))
    if not (features.meter_rows or features.points or features.has_period):
        total -= UNMETERED
    return total if features.has_total else total - UNCHARGED


def _account_evidence(kinds: Mapping[str, int], service_mentions: int, features: ClassificationFeatures) -> float:
    """The evidence of a running account for a service: it needs no meter, as flat rates have none."""
    if not features.has_account or not (kinds.get("utility") or service_mentions):
        return 0.0
    return 1.5 * features.rolls_forward + 0.5 * features.has_term + 1.0 * features.has_service_charge


def _most_against(features: ClassificationFeatures) -> float:
    return MOST_AGAINST_BALANCES if features.has_account and features.rolls_forward else MOST_AGAINST


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
"""The kinds of other documents and their public descriptions; of two with equal evidence, the first is taken."""

UNKNOWN, INVOICE = "other", "invoice"
"""The kind of a document without evidence; and the kind that more specific documents name as well."""


def other_kind(candidates: CandidateSet) -> str:
    """The kind of a document that is no utility bill: one of ``REASONS`` or ``UNKNOWN``, by its phrases."""
    kinds = candidates.document_kinds
    specific = [kind for kind in REASONS if kind in kinds and kind != INVOICE]
    return max(specific, key=lambda kind: kinds[kind], default=INVOICE if INVOICE in kinds else UNKNOWN)
