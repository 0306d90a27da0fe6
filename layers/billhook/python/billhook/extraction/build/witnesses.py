"""Values that the print lacks and every witness that states them agrees on: taken from a code, with its place."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from billhook.domain.bill import Bill, Evidence, EvidenceSource
from billhook.domain.witness import Witness, WitnessSource

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
    """``bill`` with its witnesses, and with the values that it lacks and a code states."""
    added: dict[str, Any] = {}
    evidence = dict(bill.evidence)
    for name, (field, read) in COMPLETED.items():
        if getattr(bill, field) is not None:
            continue
        witness = _only_witness(name, witnesses)
        if witness is not None:
            text = witness.values[name]
            added[field] = read(text)
            if witness.page is not None and witness.box is not None:
                evidence[name] = _evidence(witness.page, witness, text)
    return bill.completed(added, witnesses, evidence)


def _only_witness(name: str, witnesses: tuple[Witness, ...]) -> Witness | None:
    """The first witness that states ``name``; ``None`` if two of them differ."""
    stating = [witness for witness in witnesses if name in witness.values]
    return stating[0] if len({witness.values[name] for witness in stating}) == 1 else None


def _evidence(page: int, witness: Witness, text: str) -> Evidence:
    assert witness.box is not None
    source = EvidenceSource.CODE if witness.source is WitnessSource.CODE else EvidenceSource.XML
    return Evidence(page=page, box=witness.box, text=text, confidence=CONFIDENCE, source=source)
