"""Values that the print lacks and every witness that states them agrees on, and the e-invoice that is of a bill."""

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from billhook.domain.bill import Bill, Evidence, EvidenceSource
from billhook.domain.witness import Witness, WitnessSource
from billhook.extraction.text.meter_point_ids import is_same_number

CONFIDENCE = 0.9
"""The confidence of a value that only a code states: its check digits hold, but no other witness confirms it."""

COMPLETED: dict[str, tuple[str, Callable[[str], Any]]] = {
    "totalCharges": ("total_charges", Decimal),
    "chargesUnits": ("charges_units", str),
    "billDate": ("bill_date", date.fromisoformat),
    "dueDate": ("due_date", date.fromisoformat),
    "invoiceId": ("invoice_id", str),
    "accountNumber": ("account_number", str),
}
"""By public name, the field of the bill and how its value is read."""


def completed(bill: Bill, witnesses: tuple[Witness, ...]) -> Bill:
    """``bill`` with its witnesses, and with the values that it lacks and a witness states."""
    witnesses = tuple(_of_bill(bill, witnesses))
    added: dict[str, Any] = {}
    evidence = dict(bill.evidence)
    for name, (field, read) in COMPLETED.items():
        if getattr(bill, field) is not None:
            continue
        witness = _only_witness(name, witnesses)
        if witness is not None:
            text = witness.values[name]
            added[field] = read(text)
            evidence[name] = _evidence(witness, text)
    return bill.completed(added, witnesses, evidence)


def _only_witness(name: str, witnesses: tuple[Witness, ...]) -> Witness | None:
    """The first witness that states ``name``; ``None`` if two of them differ."""
    stating = [witness for witness in witnesses if name in witness.values]
    return stating[0] if len({witness.values[name] for witness in stating}) == 1 else None


def _evidence(witness: Witness, text: str) -> Evidence:
    source = EvidenceSource.CODE if witness.source is WitnessSource.CODE else EvidenceSource.XML
    return Evidence(page=witness.page, box=witness.box, text=text, confidence=CONFIDENCE, source=source)


def _of_bill(bill: Bill, witnesses: tuple[Witness, ...]) -> Iterator[Witness]:
    """The codes, and of the e-invoices those with the number of the bill.

    If none has it, the one that states its total or date; a sole one in any case. Others, such as an earlier invoice
    that is attached too, are no witnesses of this bill.
    """
    invoices = [witness for witness in witnesses if witness.source is WitnessSource.XML]
    chosen = [
        item
        for item in invoices
        if bill.invoice_id and is_same_number(bill.invoice_id, item.values.get("invoiceId", ""))
    ]
    if not chosen and len(invoices) > 1:
        chosen = [item for item in invoices if _matches(bill, item)]
    kept = chosen if chosen or len(invoices) > 1 else invoices
    return (witness for witness in witnesses if witness.source is WitnessSource.CODE or witness in kept)


def _matches(bill: Bill, invoice: Witness) -> bool:
    total, day = invoice.amount("totalCharges"), invoice.day("billDate")
    return (total is not None and total == bill.total_charges) or (day is not None and day == bill.bill_date)
