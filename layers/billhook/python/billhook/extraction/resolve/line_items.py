"""Line items: each charge with its type, service and period, and the taxes and credits among the charges."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from billhook.domain.bill import BillingPeriod, ChargeType
from billhook.extraction.candidates.candidate_set import Candidates, CandidateSet, ChargeRow, Period
from billhook.extraction.layout.candidate import Candidate
from billhook.extraction.resolve.classification import Commodities
from billhook.extraction.resolve.resolution import Amount, Balances, Charges, ItemisedCharge, Service
from billhook.extraction.text.dates import nearest_day
from billhook.extraction.text.units import CONSUMED

PRECEDENCE = ("VAT", "TAX", "LEVY", "INTEREST", "CREDIT", "DEMAND", "FIXED", "FEE", "ADJUSTMENT", "CONSUMPTION")
"""The kinds of charge; the first that the description names is taken."""

TAXES, BEFORE_TAX = frozenset({"VAT", "TAX"}), "net_charges"
"""Charges "before tax" are no tax."""


def charge_type(row: ChargeRow) -> ChargeType:
    """The type that the description of ``row`` and the sign of its amount name."""
    names = row.described_names - TAXES if BEFORE_TAX in row.labels else row.described_names
    if row.value < 0 and names & {"CREDIT", "ADJUSTMENT"}:
        return ChargeType.CREDIT
    for name in PRECEDENCE:
        if name in names and not (name == "CREDIT" and row.value > 0):
            return _typed(name, row)
    return ChargeType.CREDIT if row.value < 0 else ChargeType.OTHER


def item_type(row: ChargeRow) -> ChargeType:
    """The type of ``row`` as a line item: a priced quantity without a specific type is consumption."""
    named = charge_type(row)
    is_open = named in (ChargeType.ADJUSTMENT, ChargeType.OTHER)
    is_priced = row.price.unit in CONSUMED and row.price.rate is not None
    return ChargeType.CONSUMPTION if is_open and is_priced else named


def _typed(name: str, row: ChargeRow) -> ChargeType:
    """The type of a kind of charge. A levy is a tax if it is a percentage of the charges, else a fee."""
    if name == "LEVY":
        return ChargeType.TAX if "%" in row.description else ChargeType.FEE
    return ChargeType.TAX if name == "VAT" else ChargeType(name)


ZERO = Decimal(0)
SURE, LIKELY = 0.75, 0.4
"""Scores of a printed tax that is taken against the sum of the taxes, and without such a sum."""


@dataclass(frozen=True)
class _Itemised:
    """The taxes among the charges: their amounts, and whether all are value added taxes."""

    amounts: tuple[Decimal, ...]
    is_vat: bool

    @property
    def total(self) -> Decimal:
        return sum(self.amounts, ZERO)


def resolve_tax(
    candidates: CandidateSet, amounts: Mapping[str, Candidates[Decimal]], balances: Balances, charges: Charges
) -> Amount:
    """The tax: the sum of the itemised taxes of proven charges, else a printed column of taxes or a sure total."""
    itemised = _itemised(charges)
    printed = [tax for tax in amounts["tax_charges"] if not itemised.is_vat or tax.cell in candidates.vat_cells]
    agreeing = next((tax for tax in printed if itemised.amounts and tax.value == itemised.total), None)
    if itemised.amounts and charges.is_proven:
        return Amount(itemised.total, agreeing)
    chosen = agreeing or _beside_gross(candidates, balances) or _sure(printed)
    if chosen:
        return Amount(chosen.value, chosen)
    likely = next((tax for tax in printed[:1] if tax.score > LIKELY and not charges.is_proven), None)
    if likely and likely.value not in itemised.amounts:
        return Amount(likely.value, likely)
    return Amount(itemised.total, agreeing) if itemised.amounts else Amount()


def resolve_credits(items: Iterable[ItemisedCharge]) -> Decimal | None:
    """The sum of the credited items; ``None`` without any."""
    credited = [item.row.value for item in items if item.type is ChargeType.CREDIT]
    return sum(credited, ZERO) if credited else None


def resolve_net_charges(
    amounts: Mapping[str, Candidates[Decimal]], balances: Balances, tax: Amount, credited: Decimal | None
) -> Amount:
    """The charges of the bill without tax and without credits."""
    if balances.gross is None:
        return Amount()
    net = balances.gross - (tax.value or ZERO) - (credited or ZERO)
    named = (*amounts["current_charges"], *amounts["net_charges"])
    return Amount(net, next((amount for amount in named if amount.value == net), None))


def _itemised(charges: Charges) -> _Itemised:
    """The taxes among the charges, value added or other."""
    taxes = [row for row in charges.rows if charge_type(row) is ChargeType.TAX]
    is_vat = bool(taxes) and all("VAT" in row.described_names for row in taxes)
    return _Itemised(tuple(row.value for row in taxes), is_vat)


def _beside_gross(candidates: CandidateSet, balances: Balances) -> Candidate[Decimal] | None:
    """The tax in a line of net, tax and gross whose gross is what the bill charges."""
    if not balances.gross:
        return None
    return next((line.tax for line in candidates.taxed_amounts if line.gross == balances.gross), None)


def _sure(printed: list[Candidate[Decimal]]) -> Candidate[Decimal] | None:
    """The best printed total, if its label is sure."""
    return next((tax for tax in printed[:1] if tax.score > SURE), None)


PERIOD_DATES = 2
"""Two dates in a row are a period."""


def resolve_line_items(
    candidates: CandidateSet,
    charges: Charges,
    services: tuple[Service, ...],
    period: Candidate[Period] | None,
) -> tuple[ItemisedCharge, ...]:
    """One item per row of ``charges``."""
    commodities = Commodities(candidates)
    billed = frozenset(service.commodity for service in services) or frozenset({commodities.main})
    return tuple(
        ItemisedCharge(
            row,
            item_type(row),
            next(iter(billed)) if len(billed) == 1 else commodities.named_at(row.description_cells[0], billed),
            BillingPeriod.PREVIOUS if period and _is_before(row, period.value) else BillingPeriod.CURRENT,
        )
        for row in charges.rows
    )


def _is_before(row: ChargeRow, period: Period) -> bool:
    """Whether a charge is for a period of its own that ends before ``period``."""
    start = period[0]
    days = [nearest_day(printed, start) for printed in row.dates]
    return len(days) == PERIOD_DATES and all(day is not None and day < start for day in days)
