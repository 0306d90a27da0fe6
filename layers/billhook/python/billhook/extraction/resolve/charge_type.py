"""The type of a charge, by the kinds of charge that its description names."""

from billhook.domain.bill import ChargeType
from billhook.extraction.candidates.candidate_set import ChargeRow
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
