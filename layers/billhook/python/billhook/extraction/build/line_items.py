"""Line items, and the sums over them: supply, delivery, demand, interest."""

from datetime import date
from decimal import Decimal

from billhook.domain.bill import BillingPeriod, ChargeSide, ChargeType, LineItem
from billhook.extraction.resolve.charges import line_item
from billhook.extraction.resolve.resolution import Resolution
from billhook.extraction.text.dates import settled
from billhook.extraction.build.builder import BillBuilder
from billhook.extraction.layout.candidate import Candidate
from billhook.extraction.candidates.candidate_set import Period
from billhook.extraction.candidates.charge_rows import Row
from billhook.extraction.annotate.document import AnnotatedDocument

ZERO = Decimal(0)
SPAN = 2
"""So many dates say from when to when."""

PROVEN, LIKELY = 0.95, 0.6
_SUMS = (
    ("electricity_supply_charges", "electricity_charge_type", ChargeSide.SUPPLY),
    ("electricity_delivery_charges", "electricity_charge_type", ChargeSide.DELIVERY),
    ("gas_supply_charges", "gas_charge_type", ChargeSide.SUPPLY),
    ("gas_delivery_charges", "gas_charge_type", ChargeSide.DELIVERY),
)


def put(draft: BillBuilder, claims: Resolution, period: Candidate[Period] | None) -> None:
    among = frozenset(service.commodity for service in claims.services) or frozenset({claims.commodities.main})
    items = []
    for number, row in enumerate(claims.charges.rows):
        commodity = next(iter(among)) if len(among) == 1 else claims.commodities.at(row.said[0], among)
        item = line_item(claims.doc, row, commodity)
        is_past = period is not None and _is_before(claims.doc, row, period.value[0])
        items.append(item.model_copy(update={"billing_period": BillingPeriod.PREVIOUS}) if is_past else item)
        score = PROVEN if claims.charges.proven else LIKELY
        draft.prove(f"lineItems/{number}/totalCharge", Candidate(row.value, score, row.cell, row.start, row.end))
    draft.fields["line_items"] = tuple(items)
    if claims.charges.proven:
        _put_sums(draft, items)
    _put_interest(draft, items)


def _is_before(doc: AnnotatedDocument, row: Row, start: date) -> bool:
    """Whether a charge is for days that another bill was about: from one date to another, both before ``start``."""
    printed = [one for cell in dict.fromkeys((*row.said, row.cell)) for one in doc.dates(cell) if not one.short]
    days = [settled(one, start) for one in printed]
    return len(days) == SPAN and all(day is not None and day < start for day in days)


def _put_sums(draft: BillBuilder, items: list[LineItem]) -> None:
    for name, attribute, side in _SUMS:
        own = [item for item in items if getattr(item, attribute) is side and item.charge_type is not ChargeType.TAX]
        if own:
            draft.fields[name] = _sum(own)
    demanded = [item for item in items if item.electricity_is_demand]
    if demanded:
        draft.fields["electricity_demand_charges"] = _sum(demanded)


def _put_interest(draft: BillBuilder, items: list[LineItem]) -> None:
    """Interest is part of the charges since the last bill, or of this one's: it is never added to them."""
    late = [item for item in items if item.charge_type is ChargeType.INTEREST]
    interest = _sum(late) if late else draft.fields.get("after_previous_charges")
    if interest is not None:
        draft.fields["interest_charges"] = interest


def _sum(items: list[LineItem]) -> Decimal:
    return sum((item.total_charge or ZERO for item in items), ZERO)
