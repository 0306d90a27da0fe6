"""The bill: header fields and balances, with line items, usage and usage history.

``BillBuilder`` takes values from candidates and records their evidence in the same call.
"""

from calendar import monthrange
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Generic, TypeVar

from billhook.domain.bill import (
    Bill,
    ChargeSide,
    ChargeType,
    Commodity,
    Evidence,
    Identifier,
    LineItem,
    PastUsage,
    TimeOfUse,
    Usage,
)
from billhook.extraction.build.witnesses import completed
from billhook.extraction.candidates.candidate_set import MeterPoint, MeterRow
from billhook.extraction.layout.candidate import Candidate
from billhook.extraction.resolve.resolution import ItemisedCharge, PastMonth, Resolution, ServiceUsage
from billhook.extraction.text.normalize import normalized
from billhook.extraction.text.units import of_charge, of_register

T = TypeVar("T")


@dataclass(frozen=True)
class Part(Generic[T]):
    """A part of the bill with the evidence of its values, by their public pointers."""

    value: T
    evidence: Mapping[str, Evidence] = field(default_factory=dict)


class BillBuilder:
    """Collects the evidence of a bill or of a part of it. A value without evidence is inferred, not printed."""

    def __init__(self) -> None:
        self._evidence: dict[str, Evidence] = {}

    @property
    def evidence(self) -> dict[str, Evidence]:
        return dict(self._evidence)

    def printed(self, pointer: str, candidate: Candidate[T] | None) -> T | None:
        """The value of ``candidate``, its evidence recorded at ``pointer``; ``None`` without a candidate."""
        if candidate is None:
            return None
        self.prove(pointer, candidate)
        return candidate.value

    def amount(self, pointer: str, value: T | None, printed: Candidate[T] | None) -> T | None:
        """``value``; its evidence is recorded if it is printed."""
        self.printed(pointer, printed)
        return value

    def part(self, part: Part[T]) -> T:
        """The value of ``part``, its evidence recorded."""
        self._evidence |= part.evidence
        return part.value

    def prove(self, pointer: str, candidate: Candidate[T]) -> None:
        """Record the place of ``candidate`` as evidence of the value at ``pointer``."""
        self._evidence[pointer] = candidate.evidence()


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
    rival = score if resolution.have_charges_rival else 0.0
    for number, charge in enumerate(resolution.line_items):
        row = charge.row
        printed = Candidate(row.value, score, row.cell, row.start, row.end, rival=rival)
        builder.prove(f"lineItems/{number}/totalCharge", printed)
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


def build_usage(resolution: Resolution) -> Part[tuple[Usage, ...]]:
    """The entries in the order of the services."""
    builder = BillBuilder()
    entries = [
        builder.part(_entry(resolution, f"usageData/{number}", entry)) for number, entry in enumerate(resolution.usage)
    ]
    return Part(tuple(entries), builder.evidence)


def _entry(resolution: Resolution, pointer: str, entry: ServiceUsage) -> Part[Usage]:
    builder, service = BillBuilder(), entry.service
    row, values = service.single_row, entry.electricity_values
    if service.printed:
        builder.prove(f"{pointer}/usage", service.printed)
    start, end = builder.part(_period(pointer, entry))
    usage = Usage(
        billed_demand=builder.printed(f"{pointer}/billedDemand", values.get("billed_demand")),
        fraction_renewable=builder.printed(f"{pointer}/fractionRenewable", values.get("fraction_renewable")),
        supplier_name=builder.printed(f"{pointer}/supplierName", entry.supplier),
        tariff=builder.printed(f"{pointer}/tariff", entry.tariff),
        usage=service.usage,
        usage_units=service.unit,
        datasource_type=service.commodity,
        start_date=start,
        end_date=end,
        is_estimated=any(register.is_estimated for register in service.rows),
        is_implied=service.usage is not None and service.printed is None,
        current_reading=builder.printed(f"{pointer}/currentReading", row.current if row else None),
        previous_reading=builder.printed(f"{pointer}/previousReading", row.previous if row else None),
        multiplier=row.multiplier.value if row and row.multiplier else None,
        identifiers=builder.part(_identifiers(pointer, entry.points)),
        utility_name=resolution.utility_name.value if resolution.utility_name else None,
        country=resolution.country,
        time_of_use_breakdown=() if row else _slices(service.rows, service.unit),
        net_metering_generated_kwh=_energy(entry, "net_metering_generated_kwh"),
        net_metering_grid_import_kwh=_energy(entry, "net_metering_grid_import_kwh"),
        net_metering_grid_export_kwh=_energy(entry, "net_metering_grid_export_kwh"),
    )
    return Part(usage, builder.evidence)


def _period(pointer: str, entry: ServiceUsage) -> Part[tuple[date | None, date | None]]:
    """Start and end of the period, which have the same evidence."""
    if entry.period is None:
        return Part((None, None))
    evidence = entry.period.evidence()
    return Part(entry.period.value, {f"{pointer}/startDate": evidence, f"{pointer}/endDate": evidence})


def _identifiers(pointer: str, points: Sequence[MeterPoint]) -> Part[tuple[Identifier, ...]]:
    builder = BillBuilder()
    for place, point in enumerate(points):
        builder.prove(f"{pointer}/identifiers/{place}/value", point.number)
    return Part(tuple(Identifier(type=point.type, value=point.number.value) for point in points), builder.evidence)


def _slices(rows: Sequence[MeterRow], unit: str | None) -> tuple[TimeOfUse, ...]:
    """The usage of each register that has a name."""
    return tuple(
        TimeOfUse(
            time_of_use=of_register(row.register) or "OTHER",
            usage=row.usage.value.value,
            usage_units=row.usage.value.unit or unit or "",
            description=row.register,
        )
        for row in rows
        if row.register
    )


def _energy(entry: ServiceUsage, name: str) -> Decimal | None:
    energy = entry.electricity_values.get(name)
    return energy.value if energy else None


def build_history(resolution: Resolution) -> Part[tuple[PastUsage, ...]]:
    """The earlier months of each service, newest first."""
    builder = BillBuilder()
    for number, month in enumerate(resolution.usage_history):
        builder.prove(f"usageHistory/{number}/usage", month.usage)
    return Part(tuple(map(_past_usage, resolution.usage_history)), builder.evidence)


def _past_usage(month: PastMonth) -> PastUsage:
    """The usage of a calendar month: the dates of its readings are not printed."""
    return PastUsage(
        start_date=month.first,
        end_date=month.first.replace(day=monthrange(month.first.year, month.first.month)[1]),
        usage=month.usage.value,
        usage_units=month.unit,
        datasource_type=month.commodity,
    )


def build_bill(resolution: Resolution) -> Bill:
    """The bill with the values and the evidence of ``resolution``; its checks are not made yet."""
    builder, dates, balances = BillBuilder(), resolution.dates, resolution.balances
    opening, tax, net = balances.opening, resolution.tax, resolution.net_charges
    items = build_line_items(resolution)
    totals = side_totals(items.value) if resolution.are_charges_proven else SideTotals()
    late = interest(items.value)
    since = balances.adjustment
    is_credit = since is not None and since.value < 0
    bill = Bill(
        pages=resolution.pages,
        account_number=builder.printed("accountNumber", resolution.account_number),
        invoice_id=builder.printed("invoiceId", resolution.invoice_id),
        utility_name=builder.printed("utilityName", resolution.utility_name),
        charges_units=resolution.currency,
        bill_date=builder.printed("billDate", dates.bill_date),
        due_date=builder.printed("dueDate", dates.due_date),
        total_charges=builder.printed("totalCharges", balances.total),
        previous_close_balance=builder.printed("previousCloseBalance", balances.previous),
        after_previous_total_payment=builder.printed("afterPreviousTotalPayment", balances.payment),
        after_previous_charges=builder.printed("afterPreviousCharges", None if is_credit else since),
        after_previous_credits=builder.printed("afterPreviousCredits", since if is_credit else None),
        current_open_balance=builder.amount("currentOpenBalance", opening.value, opening.printed),
        tax_charges=builder.amount("taxCharges", tax.value, tax.printed),
        current_charges=builder.amount("currentCharges", net.value, net.printed),
        credits=resolution.credits,
        line_items=builder.part(items),
        electricity_supply_charges=totals.electricity_supply,
        electricity_delivery_charges=totals.electricity_delivery,
        electricity_demand_charges=totals.electricity_demand,
        gas_supply_charges=totals.gas_supply,
        gas_delivery_charges=totals.gas_delivery,
        interest_charges=late if late is not None else balances.late_fee,
        usage_data=builder.part(build_usage(resolution)),
        usage_history=builder.part(build_history(resolution)),
        evidence=builder.evidence,
    )
    return completed(bill, resolution.witnesses) if resolution.witnesses else bill
