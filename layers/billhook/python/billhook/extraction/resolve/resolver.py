"""Resolve the candidates of a bill: choose the values that fit together."""

from decimal import Decimal

from billhook.extraction.candidates.candidate_set import CandidateSet, MeterPoint
from billhook.extraction.layout.candidate import Candidate
from billhook.extraction.resolve.balances import money_candidates, resolve_balances
from billhook.extraction.resolve.classification import ClassificationFeatures, is_utility_bill
from billhook.extraction.resolve.header import (
    account_candidates,
    resolve_dates,
    resolve_invoice_id,
    resolve_meter_points,
)
from billhook.extraction.resolve.line_items import (
    resolve_charges,
    resolve_credits,
    resolve_line_items,
    resolve_net_charges,
    resolve_tax,
)
from billhook.extraction.resolve.resolution import Balances, Charges, Dates, Resolution, Service
from billhook.extraction.resolve.services import resolve_services, usage_candidates, with_sewer
from billhook.extraction.resolve.usage import resolve_history, resolve_usage

LEAST_PERIOD, LEAST_TOTAL, LEAST_CREDIT, LEAST_USAGE = 0.4, 0.4, 0.6, 0.6
"""Scores from which a period, a total, a total below zero and a quantity with a label are evidence of a bill."""

LEAST_DATE, LEAST_BALANCE = 0.5, 0.5
"""Scores from which the dates and the balances of a running account are evidence of a bill."""


def resolve_candidates(candidates: CandidateSet) -> Resolution:
    """The values of a bill, chosen from all ``candidates`` of its pages."""
    amounts = money_candidates(candidates)
    balances = resolve_balances(candidates, amounts)
    charges = resolve_charges(candidates, balances, amounts)
    account = next(iter(account_candidates(candidates)), None)
    points = resolve_meter_points(candidates, account)
    services = with_sewer(resolve_services(candidates, points, charges.rows), charges.rows)
    dates = resolve_dates(candidates, services)
    usage = resolve_usage(candidates, services, points, dates.period)
    items = resolve_line_items(candidates, charges, services, dates.period)
    credited = resolve_credits(items)
    tax = resolve_tax(candidates, amounts, balances, charges)
    features = _features(
        candidates,
        services=services,
        charges=charges,
        points=points,
        has_account=account is not None,
        balances=balances,
        dates=dates,
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
        net_charges=resolve_net_charges(amounts, balances, tax, credited),
        credits=credited,
        line_items=items,
        are_charges_proven=charges.is_proven,
        have_charges_rival=charges.has_rival,
        usage=usage,
        usage_history=resolve_history(candidates, usage),
        witnesses=candidates.witnesses,
    )


def _features(
    candidates: CandidateSet,
    *,
    services: tuple[Service, ...],
    charges: Charges,
    points: tuple[MeterPoint, ...],
    has_account: bool,
    balances: Balances,
    dates: Dates,
) -> ClassificationFeatures:
    periods, total = candidates.periods, balances.total
    return ClassificationFeatures(
        meter_rows=sum(len(service.rows) for service in services),
        named_usage=any(quantity.score > LEAST_USAGE for quantity in usage_candidates(candidates)),
        priced_usage=sum(row.is_priced for row in charges.rows),
        points=len(points),
        measured=bool(candidates.measured_quantities),
        has_period=bool(periods and periods[0].score > LEAST_PERIOD),
        has_account=has_account,
        has_total=bool(total and (_is_likely(total) or charges.is_proven)),
        rolls_forward=_rolls_forward(balances),
        has_term=all(day and day.score > LEAST_DATE for day in (dates.bill_date, dates.due_date)),
        is_issuer_known=candidates.is_issuer_known,
        has_date=any(day and day.score > LEAST_DATE for day in (dates.bill_date, dates.due_date)),
        has_service_charge=any(row.commodities for row in charges.rows),
    )


def _rolls_forward(balances: Balances) -> bool:
    """Whether a previous balance and charges, both labelled, lead to a labelled total."""
    named = (balances.total, balances.previous, balances.printed_current)
    return balances.adds_up and all(amount and amount.score > LEAST_BALANCE for amount in named)


def _is_likely(total: Candidate[Decimal]) -> bool:
    return total.score > (LEAST_TOTAL if total.value >= 0 else LEAST_CREDIT)
