"""The registry of rules: each takes the document and returns its part of the candidate set."""

from collections.abc import Callable
from typing import Any

from billhook.extraction.annotate.document import AnnotatedDocument
from billhook.extraction.candidates.amounts import propose_amounts
from billhook.extraction.candidates.candidate_set import CandidateSet
from billhook.extraction.candidates.charge_rows import propose_charges
from billhook.extraction.candidates.dates import propose_dates
from billhook.extraction.candidates.history import propose_month_series
from billhook.extraction.candidates.identifiers import propose_identifiers
from billhook.extraction.candidates.issuer import propose_issuers
from billhook.extraction.candidates.meters import propose_meter_rows
from billhook.extraction.candidates.periods import propose_periods
from billhook.extraction.candidates.services import propose_commodities, propose_document_kinds, propose_names
from billhook.extraction.candidates.unlabelled import propose_unlabelled, propose_witnessed
from billhook.extraction.candidates.usage import propose_electricity_values, propose_quantities, propose_usage

Rule = Callable[[AnnotatedDocument], CandidateSet]
"""A rule fills the fields that it is about and leaves the others empty. No two rules fill the same field."""

RULES: tuple[Rule, ...] = (
    propose_issuers,
    propose_identifiers,
    propose_dates,
    propose_periods,
    propose_amounts,
    propose_charges,
    propose_quantities,
    propose_usage,
    propose_meter_rows,
    propose_unlabelled,
    propose_names,
    propose_electricity_values,
    propose_commodities,
    propose_month_series,
    propose_document_kinds,
    propose_witnessed,
)


def collect_candidates(doc: AnnotatedDocument) -> CandidateSet:
    """Apply every rule once and join what they propose."""
    pages = tuple(sorted({line.page for line in doc.layout.lines}))
    filled: dict[str, Any] = {}
    for rule in RULES:
        filled |= _filled(rule(doc))
    return CandidateSet(**filled | {"pages": pages, "locale": doc.locale})


PROPOSED = tuple(name for name in CandidateSet._fields if name not in {"pages", "locale"})
"""The fields that rules fill."""


def _filled(proposed: CandidateSet) -> dict[str, Any]:
    """The fields that ``proposed`` fills."""
    return {name: value for name in PROPOSED if (value := getattr(proposed, name))}
