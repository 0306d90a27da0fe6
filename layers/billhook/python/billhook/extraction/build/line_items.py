"""Line items of the bill, and the totals of supply, delivery, demand and interest."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from billhook.domain.bill import ChargeSide, ChargeType, Commodity, LineItem
from billhook.extraction.build.builder import BillBuilder, Part
from billhook.extraction.layout.candidate import Candidate
from billhook.extraction.resolve.resolution import ItemisedCharge, Resolution
from billhook.extraction.text.normalize import normalized
from billhook.extraction.text.time_of_use import of_charge

PROVEN, LIKELY = 0.95, 0.6
"""The scores of items that add up to the charges, and of others."""

TIMED = frozenset({ChargeType.CONSUMPTION, ChargeType.DEMAND, ChargeType.ADJUSTMENT, ChargeType.OTHER})
"""Types of charges that apply to hours of the day."""

ZERO = Decimal(0)


@dataclass(frozen=True)
class SideTotals:
    """The charges by commodity and side; ``None`` without any such item."""

    electricity_supply: Decimal | None = None
    electricity_delivery: Decimal | None = None
    electricity_demand: Decimal | None = None
    gas_supply: Decimal | None = None
    gas_delivery: Decimal | None = None


def build_line_items(resolution: Resolution) -> Part[tuple[LineItem, ...]]:
    """The line items in their order on the bill."""
    builder, score = BillBuilder(), PROVEN if resolution.are_charges_proven else LIKELY
    for number, charge in enumerate(resolution.line_items):
        row = charge.row
        builder.prove(f"lineItems/{number}/totalCharge", Candidate(row.value, score, row.cell, row.start, row.end))
    return Part(tuple(map(_line_item, resolution.line_items)), builder.evidence)


def _line_item(charge: ItemisedCharge) -> LineItem:
    row, is_electricity = charge.row, charge.commodity is Commodity.ELECTRICITY
    side = ChargeSide(row.sides[-1]) if row.sides else ChargeSide.OTHER
    return LineItem(
        description=row.description,
        total_charge=row.value,
        quantity=row.price.quantity.value if row.price.quantity else None,
        quantity_units=row.price.unit,
        rate=row.price.rate,
        charge_type=charge.type,
        electricity_charge_type=side if is_electricity else None,
        electricity_is_demand=(charge.type is ChargeType.DEMAND) if is_electricity else None,
        electricity_time_of_use=_time_of_use(charge) if is_electricity else None,
        gas_charge_type=side if charge.commodity is Commodity.GAS else None,
        billing_period=charge.billing_period,
    )


def _time_of_use(charge: ItemisedCharge) -> str | None:
    return of_charge(normalized(charge.row.description).split()) if charge.type in TIMED else None


def side_totals(items: Iterable[LineItem]) -> SideTotals:
    """The totals of ``items`` by side, without taxes, and of demand."""
    charged = [item for item in items if item.charge_type is not ChargeType.TAX]
    return SideTotals(
        electricity_supply=_total(item for item in charged if item.electricity_charge_type is ChargeSide.SUPPLY),
        electricity_delivery=_total(item for item in charged if item.electricity_charge_type is ChargeSide.DELIVERY),
        electricity_demand=_total(item for item in charged if item.electricity_is_demand),
        gas_supply=_total(item for item in charged if item.gas_charge_type is ChargeSide.SUPPLY),
        gas_delivery=_total(item for item in charged if item.gas_charge_type is ChargeSide.DELIVERY),
    )


def interest(items: Iterable[LineItem]) -> Decimal | None:
    """The total of the items of interest."""
    return _total(item for item in items if item.charge_type is ChargeType.INTEREST)


def _total(items: Iterable[LineItem]) -> Decimal | None:
    """The sum of the amounts; ``None`` without items."""
    amounts = [item.total_charge or ZERO for item in items]
    return sum(amounts, ZERO) if amounts else None
