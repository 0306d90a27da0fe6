"""The usage that the lines of an e-invoice bill: by commodity, each kilowatt-hour once."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from billhook.domain.bill import Commodity, Identifier, Usage
from billhook.extraction.language.lexicon import find_phrases, lexicon
from billhook.extraction.machine_readable.e_invoices import EInvoice, InvoiceLine
from billhook.extraction.text.normalize import normalized
from billhook.extraction.text.units import COMMODITY_OF, CONSUMED, DEMAND, ENERGY, unit_spellings

ZERO = Decimal(0)
UNITS = {
    "KWH": "kWh",
    "MWH": "MWh",
    "GWH": "GWh",
    "WHR": "Wh",
    "KWT": "kW",
    "KVA": "kVA",
    "KVR": "kVAR",
    "K3": "kVARh",
    "MTQ": "m³",
    "M3": "m³",
    "LTR": "L",
    "GV": "GJ",
    "3B": "MJ",
}
"""Units by their code of UN/ECE Recommendation 20."""

BRAZILIAN_UNITS = {"1": "kW", "2": "kWh", "3": "kVAR", "4": "kVARh"}
"""Units of the items of an NF3e by code."""

_BILLED_BY_POWER = frozenset({Commodity.ELECTRICITY, Commodity.DISTRICT, Commodity.MISC})


@dataclass(frozen=True)
class MeteredLine:
    """A line that bills a quantity of a commodity."""

    line: InvoiceLine
    unit: str
    commodity: Commodity


def named_in(topic: str, text: str | None) -> frozenset[str]:
    """The meanings of ``topic`` that the words of ``text`` have, in any language."""
    found = find_phrases(lexicon().topics[topic], normalized(text or "").split())
    return frozenset(name for _, _, names in found for name in names)


def unit_of(invoice: EInvoice, line: InvoiceLine) -> str | None:
    """The unit of a line by its code or by its name; ``None`` for pieces, days and others."""
    code = (line.unit or "").strip()
    if invoice.format == "nf3e":
        return BRAZILIAN_UNITS.get(code)
    return UNITS.get(code.upper()) or unit_spellings().get(code.lower())


def commodity_of(invoice: EInvoice, line: InvoiceLine) -> Commodity | None:
    """What a line delivers, by its words, else by its unit. Heat is billed by kilowatt too."""
    names = named_in("commodities", line.description)
    if names:
        return Commodity(min(names, key=[*Commodity].index)) if "SEWER" not in names else Commodity.SEWER
    unit = unit_of(invoice, line)
    return None if unit is None or unit in DEMAND else COMMODITY_OF[unit]


def metered_lines(invoice: EInvoice) -> tuple[MeteredLine, ...]:
    """The lines with a quantity of energy or volume.

    A line that names no commodity has the only one that the invoice names; of energy it may remain open, a volume that
    nothing names is no utility's.
    """
    main = _main_commodity(invoice)
    found = []
    for line in invoice.lines:
        unit = unit_of(invoice, line)
        if unit in CONSUMED and line.quantity:
            commodity = commodity_of(invoice, line) or main or (Commodity.MISC if unit in ENERGY else None)
            if commodity:
                found.append(MeteredLine(line, unit, commodity))
    return tuple(found)


def _main_commodity(invoice: EInvoice) -> Commodity | None:
    named = {commodity for line in invoice.lines if (commodity := commodity_of(invoice, line))}
    named |= set() if named else {Commodity(name) for name in named_in("commodities", invoice.words)}
    return next(iter(named)) if len(named) == 1 else None


def usage_of(invoice: EInvoice) -> tuple[Usage, ...]:
    """One entry for each commodity, in the order of the lines; of telecommunications one without quantity."""
    metered: dict[tuple[Commodity, str], list[InvoiceLine]] = defaultdict(list)
    for item in metered_lines(invoice):
        metered[item.commodity, item.unit].append(item.line)
    points = invoice.points if len({commodity for commodity, _ in metered}) <= 1 else ()
    entries = [_entry(invoice, kind, unit, lines, points) for (kind, unit), lines in metered.items()]
    return tuple(entries) or (_unmetered(invoice),)


def _unmetered(invoice: EInvoice) -> Usage:
    commodity = Commodity.TELECOM if invoice.format == "nfcom" else _main_commodity(invoice) or Commodity.MISC
    return Usage(
        start_date=invoice.start,
        end_date=invoice.end,
        datasource_type=commodity,
        identifiers=invoice.points,
        utility_name=invoice.seller,
        country=invoice.country,
    )


def _entry(
    invoice: EInvoice, commodity: Commodity, unit: str, lines: list[InvoiceLine], points: tuple[Identifier, ...]
) -> Usage:
    dated = [replace(line, start=line.start or invoice.start, end=line.end or invoice.end) for line in lines]
    starts, ends = [line.start for line in dated if line.start], [line.end for line in dated if line.end]
    usage = quantity_billed(dated)
    return Usage(
        start_date=min(starts, default=None),
        end_date=max(ends, default=None),
        usage=usage,
        usage_units=unit,
        datasource_type=commodity,
        identifiers=points,
        is_implied=all(line.quantity != usage for line in lines),
        billed_demand=_demand(invoice, commodity),
        utility_name=invoice.seller,
        country=invoice.country,
    )


def quantity_billed(lines: Iterable[InvoiceLine]) -> Decimal:
    """What lines of one commodity bill together, each unit once.

    Energy, grid and levies each bill the same quantity of the same days: of a period, the quantities count that most
    lines bill, each once, and one that is the sum of the others is their total. A period that covers all others is
    their total too.
    """
    by_period: dict[tuple[date | None, date | None], Counter[Decimal]] = defaultdict(Counter)
    for line in lines:
        if line.quantity is not None:
            by_period[line.start, line.end][line.quantity] += 1
    totals = {period: _total(quantities) for period, quantities in by_period.items()}
    for (start, end), total in totals.items():
        if len(totals) > 1 and all(_covers((start, end), other) for other in totals):
            return total
    return sum(totals.values(), ZERO)


def _total(lines_by_quantity: Counter[Decimal]) -> Decimal:
    most = max(lines_by_quantity.values())
    quantities = [quantity for quantity, count in lines_by_quantity.items() if count == most]
    together, largest = sum(quantities, ZERO), max(quantities, key=abs)
    return largest if together == 2 * largest else together


def _covers(period: tuple[date | None, date | None], other: tuple[date | None, date | None]) -> bool:
    (start, end), (first, last) = period, other
    return bool(start and end and first and last and start <= first and last <= end)


def _demand(invoice: EInvoice, commodity: Commodity) -> Decimal | None:
    """The highest power that is billed; only electricity and heat have one."""
    if commodity not in _BILLED_BY_POWER:
        return None
    powers = [line.quantity for line in invoice.lines if line.quantity and unit_of(invoice, line) in DEMAND]
    return max(powers, default=None)
