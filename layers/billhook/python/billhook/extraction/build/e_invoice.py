"""The bill of an e-invoice that is handed in without a printed one."""

from collections.abc import Iterator
from dataclasses import fields
from decimal import Decimal

from billhook.domain.bill import (
    Bill,
    ChargeSide,
    ChargeType,
    Commodity,
    Evidence,
    EvidenceSource,
    LineItem,
    Usage,
)
from billhook.extraction.build.bill import SideTotals, interest, side_totals
from billhook.extraction.build.e_invoice_usage import commodity_of, metered_lines, named_in, unit_of, usage_of
from billhook.extraction.language.lexicon import find_phrases
from billhook.extraction.language.utilities import known_utilities
from billhook.extraction.machine_readable.e_invoices import EInvoice, InvoiceLine, InvoiceTax
from billhook.extraction.resolve.line_items import PRECEDENCE
from billhook.extraction.text.normalize import normalized
from billhook.extraction.text.units import CONSUMED, DEMAND, ENERGY

ZERO = Decimal(0)
CONFIDENCE = 0.99
ENOUGH = 2
"""What speaks for a utility bill together, at least (see ``_signs_of_utility``)."""

SURE_POINTS = frozenset({"CUPS", "CPE", "MELO", "ZAEHLPUNKT", "POD", "EIC"})
"""Supply points whose form nothing else has; an EAN may be a pallet's number, a MaLo any number of 11 digits."""

EVIDENT = (
    ("totalCharges", "payable"),
    ("billDate", "bill_date"),
    ("dueDate", "due_date"),
    ("invoiceId", "number"),
    ("accountNumber", "account"),
    ("utilityName", "seller"),
    ("chargesUnits", "currency"),
    ("taxCharges", "tax"),
)
"""Public fields, and the values of the e-invoice that they are."""


def is_utility_bill(invoice: EInvoice) -> bool:
    """Whether it bills energy, water, waste or telecommunications, and not goods."""
    return invoice.is_utility or sum(_signs_of_utility(invoice)) >= ENOUGH


def _signs_of_utility(invoice: EInvoice) -> Iterator[int]:
    metered = metered_lines(invoice)
    names = frozenset().union(*(named_in("commodities", line.description) for line in invoice.lines))
    kinds = frozenset().union(*(named_in("kind", line.description) for line in invoice.lines))
    yield 2 if any(item.unit in ENERGY for item in metered) else 0
    yield 1 if metered else 0
    yield 2 if any(point.type in SURE_POINTS for point in invoice.points) else 0
    yield 1 if names else 0
    yield 1 if "utility" in kinds and names else 0
    yield 1 if _is_known(invoice.seller) else 0


def _is_known(seller: str | None) -> bool:
    return bool(find_phrases(known_utilities().names, normalized(seller or "").split()))


def bill_of(invoice: EInvoice) -> Bill:
    """The bill; its checks are not made yet. What the amount to pay differs from the charges are payments or, as
    claims of others that XRechnung's extension adds, earlier charges.

    Prices of lines that have a discount of their own are left out: quantity times price is not their amount.
    """
    items, usage = (*_items(invoice), *_taxes(invoice)), usage_of(invoice)
    totals = side_totals(items)
    charges = invoice.net if invoice.net is not None else invoice.gross
    charged = (charges or ZERO) + (invoice.tax or ZERO)
    open_balance = None if invoice.payable is None else invoice.payable - charged
    is_payment = open_balance is not None and open_balance < 0
    return Bill(
        utility_name=invoice.seller,
        account_number=invoice.account,
        invoice_id=invoice.number,
        bill_date=invoice.bill_date,
        due_date=invoice.due_date,
        charges_units=invoice.currency,
        total_charges=invoice.payable,
        after_previous_total_payment=open_balance if is_payment else None,
        after_previous_charges=None if is_payment else open_balance or None,
        current_open_balance=open_balance,
        current_charges=charges,
        tax_charges=invoice.tax,
        interest_charges=interest(items),
        usage_data=usage,
        line_items=items,
        evidence={name: _evidence(str(value)) for name, value in _evident(invoice, usage)},
        **_sides(totals),
    )


def _sides(totals: SideTotals) -> dict[str, Decimal | None]:
    return {f"{item.name}_charges": getattr(totals, item.name) for item in fields(totals)}


def _evident(invoice: EInvoice, entries: tuple[Usage, ...]) -> Iterator[tuple[str, object]]:
    for public, name in EVIDENT:
        if (value := getattr(invoice, name)) is not None:
            yield public, value
    if invoice.net is not None:
        yield "currentCharges", invoice.net
    for number, line in enumerate(_counted(invoice)):
        yield f"lineItems/{number}/totalCharge", line.amount
    for number, usage in enumerate(entries):
        if usage.usage is not None and not usage.is_implied:
            yield f"usageData/{number}/usage", usage.usage
        for position, identifier in enumerate(usage.identifiers):
            yield f"usageData/{number}/identifiers/{position}/value", identifier.value


def _evidence(text: str) -> Evidence:
    return Evidence(page=None, box=None, text=text, confidence=CONFIDENCE, source=EvidenceSource.XML)


def _counted(invoice: EInvoice) -> tuple[InvoiceLine, ...]:
    return (*invoice.lines, *invoice.charges)


def _items(invoice: EInvoice) -> Iterator[LineItem]:
    for line in _counted(invoice):
        commodity = commodity_of(invoice, line)
        unit = unit_of(invoice, line)
        kind = _charge_type(line, unit)
        side = _side(line)
        is_electricity = commodity is Commodity.ELECTRICITY
        yield LineItem(
            description=line.description,
            total_charge=line.amount,
            quantity=line.quantity,
            quantity_units=unit or line.unit,
            rate=None if line.is_discounted else line.price,
            charge_type=kind,
            electricity_charge_type=side if is_electricity else None,
            electricity_is_demand=(kind is ChargeType.DEMAND) if is_electricity else None,
            gas_charge_type=side if commodity is Commodity.GAS else None,
        )


def _charge_type(line: InvoiceLine, unit: str | None) -> ChargeType:
    """By the words of the line, else by its unit and sign. A tax among the lines, as on electricity, is a fee."""
    if unit in DEMAND:
        return ChargeType.DEMAND
    names = named_in("charges", line.description)
    kind = next((name for name in PRECEDENCE if name in names), None)
    if kind in {"VAT", "TAX", "LEVY"}:
        return ChargeType.FEE
    if kind and not (kind == "CREDIT" and line.amount > 0):
        return ChargeType(kind)
    if unit in CONSUMED:
        return ChargeType.CONSUMPTION
    return ChargeType.CREDIT if line.amount < 0 else ChargeType.OTHER


def _side(line: InvoiceLine) -> ChargeSide:
    names = named_in("sides", line.description)
    return ChargeSide(min(names)) if len(names) == 1 else ChargeSide.OTHER


def _taxes(invoice: EInvoice) -> Iterator[LineItem]:
    """The taxes by rate, if they make the tax of the invoice, else that as a whole."""
    taxes = invoice.taxes
    if invoice.tax and sum((tax.amount for tax in taxes), ZERO) != invoice.tax:
        taxes = (InvoiceTax(invoice.tax, None),)
    for tax in taxes:
        rate = "" if tax.rate is None else f" {tax.rate:f} %"
        yield LineItem(description=f"VAT{rate}", total_charge=tax.amount, charge_type=ChargeType.TAX)
