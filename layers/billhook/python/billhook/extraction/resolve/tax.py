"""The tax and the credits of the bill, and its charges without both: printed amounts or sums of line items."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from billhook.domain.bill import ChargeType
from billhook.extraction.candidates.candidate_set import Candidates, CandidateSet
from billhook.extraction.layout.candidate import Candidate
from billhook.extraction.resolve.charge_type import charge_type
from billhook.extraction.resolve.resolution import Amount, Balances, Charges, ItemisedCharge

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
    return Amount(likely.value, likely) if likely else Amount()


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
