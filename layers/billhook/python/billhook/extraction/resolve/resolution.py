"""Resolve the candidates of a bill: choose the values that fit together."""

from dataclasses import dataclass
from decimal import Decimal

from billhook.extraction.candidates.candidate_set import CandidateSet, MeterPoint
from billhook.extraction.layout.candidate import Candidate
from billhook.extraction.resolve.balances import Balances, money_candidates, resolve_balances
from billhook.extraction.resolve.charges import Charges, resolve_charges
from billhook.extraction.resolve.classification import ClassificationFeatures, is_utility_bill
from billhook.extraction.resolve.dates import Dates, resolve_dates
from billhook.extraction.resolve.identifiers import account_candidates, resolve_invoice_id, resolve_meter_points
from billhook.extraction.resolve.line_items import ItemisedCharge, resolve_line_items
from billhook.extraction.resolve.service import Service
from billhook.extraction.resolve.services import resolve_services, usage_candidates
from billhook.extraction.resolve.sewer import with_sewer
from billhook.extraction.resolve.tax import Amount, resolve_net_charges, resolve_tax
from billhook.extraction.resolve.usage import ServiceUsage, resolve_usage

LEAST_PERIOD, LEAST_TOTAL, LEAST_USAGE = 0.4, 0.4, 0.6
"""Scores from which a period, a total and a quantity with a label are evidence of a bill."""


@dataclass(frozen=True)
class Resolution:
    """The chosen values of one bill; ``None`` or empty where the document has none.

    ``is_bill``: the document has enough evidence of a utility bill. ``are_charges_proven``: the line items add up.
    """

    pages: tuple[int, ...]
    is_bill: bool
    utility_name: Candidate[str] | None
    account_number: Candidate[str] | None
    invoice_id: Candidate[str] | None
    currency: str | None
    country: str | None
    dates: Dates
    balances: Balances
    tax: Amount
    net_charges: Amount
    line_items: tuple[ItemisedCharge, ...]
    are_charges_proven: bool
    usage: tuple[ServiceUsage, ...]


def resolve_candidates(candidates: CandidateSet) -> Resolution:
    """The values of a bill, chosen from all ``candidates`` of its pages."""
    amounts = money_candidates(candidates)
    balances = resolve_balances(candidates, amounts)
    charges = resolve_charges(candidates, balances, amounts)
    account = next(iter(account_candidates(candidates)), None)
    points = resolve_meter_points(candidates, account)
    services = with_sewer(resolve_services(candidates, points, charges.rows), charges.rows)
    dates = resolve_dates(candidates, services)
    tax = resolve_tax(candidates, amounts, balances, charges)
    features = _features(
        candidates,
        services=services,
        charges=charges,
        points=points,
        has_account=account is not None,
        total=balances.total,
    )
    return Resolution(
        pages=candidates.pages,
        is_bill=is_utility_bill(candidates, features),
        utility_name=next(iter(candidates.issuers), None),
        account_number=account,
        invoice_id=resolve_invoice_id(candidates, account),
        currency=candidates.locale.currency,
        country=candidates.locale.country,
        dates=dates,
        balances=balances,
        tax=tax,
        net_charges=resolve_net_charges(amounts, balances, tax),
        line_items=resolve_line_items(candidates, charges, services, dates.period),
        are_charges_proven=charges.is_proven,
        usage=resolve_usage(candidates, services, points, dates.period),
    )


def _features(
    candidates: CandidateSet,
    *,
    services: tuple[Service, ...],
    charges: Charges,
    points: tuple[MeterPoint, ...],
    has_account: bool,
    total: Candidate[Decimal] | None,
) -> ClassificationFeatures:
    periods = candidates.periods
    return ClassificationFeatures(
        meter_rows=sum(len(service.rows) for service in services),
        named_usage=any(quantity.score > LEAST_USAGE for quantity in usage_candidates(candidates)),
        priced_usage=sum(row.is_priced for row in charges.rows),
        points=len(points),
        measured=bool(candidates.measured_quantities),
        has_period=bool(periods and periods[0].score > LEAST_PERIOD),
        has_account=has_account,
        has_total=bool(total and (total.score > LEAST_TOTAL or charges.is_proven)),
    )
