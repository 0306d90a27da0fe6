"""The truth record of a generated bill, in the format of the corpus."""

from decimal import Decimal
from typing import Any

from tests.bills.facts import Facts
from tests.bills.paper import Paper

_UNITS = {"Units": "kWh", "mc": "m³"}
_PRINTABLE = {
    "account_number", "invoice_number", "bill_date", "due_date", "service_start", "service_end", "tax_total",
    "meter_numbers", "usage", "readings", "line_items", "total_due", "previous_balance", "payments", "balance_forward",
}  # fmt: skip
_MONEY = {"total_due", "previous_balance", "payments", "balance_forward", "current_charges"}


def truth_of(paper: Paper, file: str) -> dict[str, Any]:
    """Build a truth record; values that the layout did not print are null."""
    facts, shown = paper.facts, paper.shown
    sums = paper.sums
    record: dict[str, Any] = {
        "file": file,
        "is_utility_bill": True,
        "document_kind": "bill",
        "country": facts.country.code,
        "language": facts.country.language,
        "utility_name": facts.issuer,
        "utility_aliases": [],
        "commodities": list(facts.commodities),
        "currency": facts.country.currency,
        "account_number": facts.account if "account" in shown else None,
        "invoice_number": facts.invoice if "invoice" in shown else None,
        "bill_date": facts.issued.isoformat() if "bill_date" in shown else None,
        "due_date": facts.due.isoformat() if "due_date" in shown else None,
        "service_start": facts.start.isoformat() if "period" in shown else None,
        "service_end": facts.end.isoformat() if "period" in shown else None,
        "tax_total": _number(facts.tax) if "taxes" in shown and facts.tax else None,
        "meter_numbers": [meter.number for service in facts.services for meter in service.meters]
        if "meters" in shown
        else [],
        "usage": _usage(facts) if "usage" in shown else [],
        "readings": _readings(facts) if "meters" in shown else [],
        "line_items": [{"amount": _number(amount)} for amount in paper.items],
        "alternatives": _alternatives(facts),
    }
    record |= {key: _number(sums[key]) if key in shown else None for key in sorted(_MONEY)}
    return record | {"not_printed": [key for key, value in record.items() if value in (None, []) and key in _PRINTABLE]}


def _alternatives(facts: Facts) -> dict[str, list[Any]]:
    """Return accepted alternatives: charges with or without tax, one tax or all of them, sewage as well."""
    kinds: dict[str, Decimal] = {}
    for tax in (tax for service in facts.services for tax in service.taxes):
        kinds[tax.key] = kinds.get(tax.key, Decimal(0)) + tax.amount
    alternatives: dict[str, list[Any]] = {"current_charges": [_number(facts.net)]} if facts.tax else {}
    alternatives |= {"line_items": [_number(facts.late_fee)]} if facts.late_fee else {}
    alternatives |= {"usage": _sewage(facts)} if _sewage(facts) else {}
    return alternatives | ({"tax_total": [_number(amount) for amount in kinds.values()]} if len(kinds) > 1 else {})


def _sewage(facts: Facts) -> list[dict[str, Any]]:
    """Return waste water charged by volume, which is a separate service or part of the water bill."""
    return [
        {"commodity": "sewer", "quantity": _number(item.quantity), "unit": _unit(item.unit or "")}
        for service in facts.services
        for item in service.items
        if item.key == "c_sewer" and item.quantity
    ]


def _readings(facts: Facts) -> list[float]:
    return [
        _number(reading)
        for service in facts.services
        for meter in service.meters
        for reading in (meter.previous, meter.current)
        if reading is not None
    ]


def _usage(facts: Facts) -> list[dict[str, Any]]:
    return [
        {"commodity": service.commodity, "quantity": _number(meter.used), "unit": _unit(service.unit)}
        for service in facts.services
        for meter in service.meters
    ]


def _unit(unit: str) -> str:
    return _UNITS.get(unit, unit)


def _number(value: Decimal) -> float:
    return float(value)
