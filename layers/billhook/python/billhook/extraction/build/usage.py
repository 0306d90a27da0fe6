"""Usage entries of the bill: one per service."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from billhook.domain.bill import Identifier, TimeOfUse, Usage
from billhook.extraction.build.builder import BillBuilder, Part
from billhook.extraction.candidates.candidate_set import MeterPoint, MeterRow
from billhook.extraction.resolve.resolution import Resolution, ServiceUsage
from billhook.extraction.text.time_of_use import of_register


def build_usage(resolution: Resolution) -> Part[tuple[Usage, ...]]:
    """The entries in the order of the services."""
    builder = BillBuilder()
    entries = [
        builder.part(_entry(resolution, f"usageData/{number}", entry)) for number, entry in enumerate(resolution.usage)
    ]
    return Part(tuple(entries), builder.evidence)


def _entry(resolution: Resolution, pointer: str, entry: ServiceUsage) -> Part[Usage]:
    builder, service = BillBuilder(), entry.service
    row = service.single_row
    if service.printed:
        builder.prove(f"{pointer}/usage", service.printed)
    start, end = builder.part(_period(pointer, entry))
    usage = Usage(
        billed_demand=builder.printed(f"{pointer}/billedDemand", entry.demand),
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
    energy = entry.net_metering.get(name)
    return energy.value if energy else None
