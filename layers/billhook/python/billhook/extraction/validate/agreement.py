"""Agreement: whether the witnesses of a bill (codes, e-invoices) state the values that it has from the print."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from billhook.domain.bill import Bill
from billhook.domain.witness import Witness, WitnessSource
from billhook.extraction.text.meter_point_ids import is_same_number, plain_id

CUPS_WITHOUT_POINT = 20
"""Bills print the same Spanish supply point with and without the last two characters."""

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Comparison:
    """One value of a witness beside the bill's. ``pointers`` are of the bill's values, ``printed`` their text."""

    witness: Witness
    field: str
    pointers: tuple[str, ...]
    printed: str
    agrees: bool


@dataclass(frozen=True)
class Agreement:
    """What the witnesses of one source agree and differ on; a value that one of several codes states is agreed on."""

    agreed: tuple[Comparison, ...]
    differing: tuple[Comparison, ...]

    @property
    def is_empty(self) -> bool:
        return not self.agreed and not self.differing

    def pointers(self) -> tuple[frozenset[str], frozenset[str]]:
        """The pointers of the values that are agreed on, and of those that differ."""
        agreed = frozenset(pointer for comparison in self.agreed for pointer in comparison.pointers)
        return agreed, frozenset(pointer for comparison in self.differing for pointer in comparison.pointers) - agreed


def agreement_of(bill: Bill, source: WitnessSource) -> Agreement:
    """Compare the witnesses of ``source`` with the values of ``bill`` that are not taken from them."""
    compared = [
        comparison
        for witness in bill.witnesses
        if witness.source is source
        for comparison in _comparisons(bill, witness)
    ]
    agreed = {item.field: item for item in reversed(compared) if item.agrees}
    differing = {item.field: item for item in reversed(compared) if item.field not in agreed}
    return Agreement(tuple(agreed[name] for name in FIELDS if name in agreed), tuple(differing.values()))


def described(agreement: Agreement) -> str:
    """The agreement in words: each witness, the values it confirms, and those that differ with both figures."""
    confirmed = [
        f"{_named(comparison.witness)} states the {_TITLES[comparison.field]} {_value(comparison)}"
        for comparison in agreement.agreed
    ]
    differing = [
        f"{_named(comparison.witness)} states the {_TITLES[comparison.field]} {_value(comparison)}, "
        f"printed is {comparison.printed}"
        for comparison in agreement.differing
    ]
    parts = [f"as printed: {'; '.join(confirmed)}"] if confirmed else []
    return "; ".join([*(f"differs: {text}" for text in differing), *parts])


def _named(witness: Witness) -> str:
    return f"{witness.format} on page {witness.page}" if witness.page else witness.format


def _value(comparison: Comparison) -> str:
    return comparison.witness.values[comparison.field]


Printed = tuple[str, object]
"""The pointer of a value of the bill, and the value."""


def _comparisons(bill: Bill, witness: Witness) -> Iterator[Comparison]:
    for name, field in FIELDS.items():
        if name not in witness.values:
            continue
        values = [item for item in field.values(bill) if item[1] is not None and not _is_from(bill, item[0], witness)]
        if not values:
            continue
        equal = tuple(pointer for pointer, value in values if field.is_equal(value, witness.values[name]))
        printed = ", ".join(str(value) for _, value in values)
        pointers = equal or tuple(pointer for pointer, _ in values)
        yield Comparison(witness, name, pointers, printed, agrees=bool(equal))


def _is_from(bill: Bill, pointer: str, witness: Witness) -> bool:
    """Whether a value of the bill comes from a witness of the same source, which cannot confirm itself."""
    evidence = bill.evidence.get(pointer)
    return evidence is not None and evidence.source is not None and evidence.source.value == witness.source.value


@dataclass(frozen=True)
class _Field:
    values: Callable[[Bill], Iterable[Printed]]
    is_equal: Callable[[object, str], bool]


def _totals(bill: Bill) -> Iterator[Printed]:
    yield "totalCharges", bill.total_charges


def _document_totals(bill: Bill) -> Iterator[Printed]:
    """The total, and what this bill charges: a tax code has the latter, without an earlier balance."""
    yield from _totals(bill)
    if bill.current_charges is not None:
        parts = (bill.current_charges, bill.credits, bill.tax_charges)
        yield "currentCharges", sum((part for part in parts if part is not None), Decimal(0))


def _usage_field(name: str, public: str) -> Callable[[Bill], Iterator[Printed]]:
    def values(bill: Bill) -> Iterator[Printed]:
        for number, usage in enumerate(bill.usage_data):
            yield f"usageData/{number}/{public}", getattr(usage, name)

    return values


def _supply_points(bill: Bill) -> Iterator[Printed]:
    for number, usage in enumerate(bill.usage_data):
        for position, identifier in enumerate(usage.identifiers):
            if identifier.type != "METER":
                yield f"usageData/{number}/identifiers/{position}/value", identifier.value


def _is_amount(printed: object, stated: str) -> bool:
    return printed == Decimal(stated)


def _is_day(printed: object, stated: str) -> bool:
    return printed == date.fromisoformat(stated)


def _is_either_day(printed: object, stated: str) -> bool:
    return str(printed) in stated.split()


def _is_near_day(printed: object, stated: str) -> bool:
    """Bills print the first day of a period, or the day before it, on which the meter was read."""
    return isinstance(printed, date) and abs(printed - date.fromisoformat(stated)) <= ONE_DAY


def _is_number(printed: object, stated: str) -> bool:
    return is_same_number(str(printed), stated)


def _is_point(printed: object, stated: str) -> bool:
    number, whole = plain_id(str(printed)), plain_id(stated)
    if whole.startswith("ES"):
        return number[:CUPS_WITHOUT_POINT] == whole[:CUPS_WITHOUT_POINT]
    return number == whole


FIELDS = {
    "totalCharges": _Field(_totals, _is_amount),
    "documentTotal": _Field(_document_totals, _is_amount),
    "taxCharges": _Field(lambda bill: [("taxCharges", bill.tax_charges)], _is_amount),
    "chargesUnits": _Field(lambda bill: [("chargesUnits", bill.charges_units)], lambda printed, text: printed == text),
    "billDate": _Field(lambda bill: [("billDate", bill.bill_date)], _is_day),
    "dueDate": _Field(lambda bill: [("dueDate", bill.due_date)], _is_day),
    "dueDateEither": _Field(lambda bill: [("dueDate", bill.due_date)], _is_either_day),
    "invoiceId": _Field(lambda bill: [("invoiceId", bill.invoice_id)], _is_number),
    "accountNumber": _Field(lambda bill: [("accountNumber", bill.account_number)], _is_number),
    "supplyPoint": _Field(_supply_points, _is_point),
    "startDate": _Field(_usage_field("start_date", "startDate"), _is_near_day),
    "endDate": _Field(_usage_field("end_date", "endDate"), _is_near_day),
}
"""The fields of witnesses that are compared, by name. ``documentTotal`` is the total of a tax document;
``dueDateEither`` are two days that a code leaves open."""

_TITLES = {
    "totalCharges": "total",
    "documentTotal": "document total",
    "taxCharges": "tax",
    "chargesUnits": "currency",
    "billDate": "bill date",
    "dueDate": "due date",
    "dueDateEither": "due date",
    "invoiceId": "invoice number",
    "accountNumber": "account",
    "supplyPoint": "supply point",
    "startDate": "first day",
    "endDate": "last day",
}
