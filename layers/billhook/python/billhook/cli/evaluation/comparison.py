"""Scores of extracted fields against the truth: numbers are compared by value, names by their letters, lists by F1.

A truth record has the fields of ``docs/evaluation.md``; a document is a bill as ``billhook read --json`` prints it.
Only fields that the truth record has are scored.
"""

import re
from collections import Counter
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from hashlib import sha256
from typing import Any, TypeVar

from billhook.extraction.text.normalize import normalized

Record = Mapping[str, Any]
ZERO = Decimal(0)
DIGEST = "sha256:"
UNITS = {
    "kwh": "kwh", "kw": "kw", "mwh": "mwh", "thm": "therm", "therms": "therm", "therm": "therm", "th": "therm",
    "ccf": "ccf", "hcf": "ccf", "mcf": "mcf", "cf": "cf", "cubicft": "cf", "dth": "dth", "mj": "mj", "m3": "m3",
    "m³": "m3", "cubicmeters": "m3", "cum": "m3", "kl": "m3", "kgal": "kgal", "kgals": "kgal", "tgal": "kgal",
    "1000gal": "kgal", "1000gallons": "kgal", "gallons": "gal", "gal": "gal",
}  # fmt: skip
"""Spellings of one unit. Other units are compared as printed."""
METERED = frozenset({"electricity", "gas", "water"})
HEADER = (
    "utility_name", "currency", "account_number", "bill_date", "due_date", "service_start", "service_end", "total_due",
    "previous_balance", "payments", "current_charges", "usage",
)  # fmt: skip
"""The fields that the header rate is over."""


class ComparisonKind(StrEnum):
    """How a field is compared."""

    EXACT = "exact"
    NUMERIC = "numeric"
    LIST = "list"


@dataclass(frozen=True)
class Field:
    """One field of the truth: how it is compared, and the score of a document there, 0..1."""

    kind: ComparisonKind
    score: Callable[[Record, Record], float]


def scores_of(truth: Record, prediction: Record, document: Record | None = None) -> dict[str, float]:
    """A score 0..1 for every field of the truth; ``document`` is by default the first bill of ``prediction``."""
    is_bill = bool(prediction.get("isUtilityBill"))
    scores = {"is_utility_bill": float(is_bill == truth["is_utility_bill"])}
    if not truth["is_utility_bill"]:
        return scores
    bill = document if document is not None else (next(iter(prediction.get("documents") or []), None) or {})
    return scores | {name: field.score(truth, bill) for name, field in FIELDS.items() if is_known(truth, name)}


def is_known(truth: Record, name: str) -> bool:
    """Whether the truth has a value for the field."""
    if name == "commodities":
        return bool(METERED & set(truth.get(name) or ()))
    if name == "line_items":
        return bool(truth.get(name))
    return truth.get(name) not in (None, "", [])


def letters_of(value: object) -> str:
    """The letters and digits of a value, of any alphabet, without case and accents."""
    return "".join(filter(str.isalnum, normalized(str(value or ""))))


def unit(value: object) -> str:
    key = re.sub(r"[\s.\-]", "", str(value or "").lower())
    return UNITS.get(key, key)


def money(value: object) -> Decimal | None:
    """An amount to the cent; None if ``value`` is not a number."""
    if value is None or value == "":
        return None
    try:
        return Decimal(str(value).replace(",", "")).quantize(Decimal("0.01"))
    except InvalidOperation:
        return None


def accepted(truth: Record, field: str) -> list[Any]:
    """Every right value: the true one and its alternatives."""
    return [truth.get(field), *(truth.get("alternatives") or {}).get(field, [])]


def is_name(truth: Record, value: object) -> bool:
    """Whether a name contains a true name, or is part of one, by letters and digits."""
    name = letters_of(value)
    true_names = [
        letters_of(true) for true in (truth.get("utility_name"), *(truth.get("utility_aliases") or [])) if true
    ]
    return len(name) > 2 and any(
        name == true or (len(true) > 3 and true in name) or (len(name) > 4 and name in true) for true in true_names
    )


def is_code(truth: Record, field: str, value: object) -> bool:
    return bool(letters_of(value)) and any(is_same_code(right, value) for right in accepted(truth, field) if right)


def is_same_code(right: object, value: object) -> bool:
    """Whether two codes have the same letters and digits; a true code may be kept as a digest of them."""
    if str(right).startswith(DIGEST):
        return str(right) == digest_of(value)
    return letters_of(right) == letters_of(value)


def digest_of(code: object) -> str:
    """``sha256:...`` of the letters and digits of a code: truth files keep the numbers of real customers like this."""
    return DIGEST + sha256(letters_of(code).encode()).hexdigest()


def is_date(truth: Record, field: str, value: object) -> bool:
    return str(value or "")[:10] in [str(right) for right in accepted(truth, field) if right]


def is_amount(truth: Record, field: str, *values: object) -> bool:
    """Whether at least one of the amounts is right."""
    right = [money(value) for value in accepted(truth, field) if value is not None]
    return any(money(value) in right for value in values if money(value) is not None)


Item = TypeVar("Item", bound=Hashable)


def list_f1(expected: Sequence[Item], actual: Sequence[Item]) -> float:
    """F1 of two lists regardless of order; 1 if nothing is expected."""
    if not expected:
        return 1.0
    matches = sum((Counter(expected) & Counter(actual)).values())
    return 2 * matches / (len(expected) + len(actual)) if matches else 0.0


def true_usage(truth: Record) -> list[tuple[Decimal | None, str]]:
    return [(money(usage["quantity"]), unit(usage["unit"])) for usage in truth.get("usage") or []]


def true_items(truth: Record) -> list[Decimal | None]:
    return [money(item["amount"]) for item in truth.get("line_items") or [] if item.get("amount") is not None]


def charge_amounts(document: Record) -> set[Decimal]:
    """The current charges net, with tax, with credits, and with both: a bill prints any of these."""
    if document.get("currentCharges") is None:
        return set()
    net, tax, credit = (money(document.get(name)) or ZERO for name in ("currentCharges", "taxCharges", "credits"))
    return {net, net + tax, net + credit, net + tax + credit}


def _usage(document: Record) -> list[Record]:
    return document.get("usageData") or []


def _issuer(document: Record) -> object:
    names = (usage.get("utilityName") for usage in _usage(document))
    return document.get("utilityName") or next((name for name in names if name), None)


def _edge(document: Record, name: str, pick: Callable[[list[str]], str]) -> str | None:
    days = [usage[name] for usage in _usage(document) if usage.get(name)]
    return pick(days) if days else None


def _meters(truth: Record, document: Record) -> float:
    values = [point.get("value") for usage in _usage(document) for point in usage.get("identifiers") or []]
    return float(all(any(is_same_code(number, value) for value in values) for number in truth["meter_numbers"]))


def _commodities(truth: Record, document: Record) -> float:
    types = {str(usage.get("datasourceType", "")).lower() for usage in _usage(document)}
    commodities = {"electricity" if commodity == "electric" else commodity for commodity in types}
    return float({commodity for commodity in truth["commodities"] if commodity in METERED} <= commodities)


def _usage_f1(truth: Record, document: Record) -> float:
    pairs = [(money(usage.get("usage")), unit(usage.get("usageUnits"))) for usage in _usage(document)]
    actual = [pair for pair in pairs if pair[0] is not None]
    expected, alternatives = true_usage(truth), true_usage({"usage": (truth.get("alternatives") or {}).get("usage")})
    return max(list_f1(expected, actual), list_f1(expected + alternatives, actual))


def _items_f1(truth: Record, document: Record) -> float:
    amounts = [money(item.get("totalCharge")) for item in document.get("lineItems") or []]
    return list_f1(true_items(truth), [amount for amount in amounts if amount is not None])


def _code(name: str, public: str) -> Field:
    return Field(ComparisonKind.EXACT, lambda truth, document: float(is_code(truth, name, document.get(public))))


def _date(name: str, public: str) -> Field:
    return Field(ComparisonKind.EXACT, lambda truth, document: float(is_date(truth, name, document.get(public))))


def _amount(name: str, public: str) -> Field:
    return Field(ComparisonKind.NUMERIC, lambda truth, document: float(is_amount(truth, name, document.get(public))))


FIELDS: dict[str, Field] = {
    "utility_name": Field(ComparisonKind.EXACT, lambda truth, document: float(is_name(truth, _issuer(document)))),
    "currency": Field(
        ComparisonKind.EXACT, lambda truth, document: float(document.get("chargesUnits") == truth.get("currency"))
    ),
    "account_number": _code("account_number", "accountNumber"),
    "invoice_number": _code("invoice_number", "invoiceId"),
    "bill_date": _date("bill_date", "billDate"),
    "due_date": _date("due_date", "dueDate"),
    "service_start": Field(
        ComparisonKind.EXACT,
        lambda truth, document: float(is_date(truth, "service_start", _edge(document, "startDate", min))),
    ),
    "service_end": Field(
        ComparisonKind.EXACT,
        lambda truth, document: float(is_date(truth, "service_end", _edge(document, "endDate", max))),
    ),
    "total_due": _amount("total_due", "totalCharges"),
    "previous_balance": _amount("previous_balance", "previousCloseBalance"),
    "payments": _amount("payments", "afterPreviousTotalPayment"),
    "balance_forward": _amount("balance_forward", "currentOpenBalance"),
    "tax_total": _amount("tax_total", "taxCharges"),
    "current_charges": Field(
        ComparisonKind.NUMERIC,
        lambda truth, document: float(is_amount(truth, "current_charges", *charge_amounts(document))),
    ),
    "usage": Field(ComparisonKind.LIST, _usage_f1),
    "commodities": Field(ComparisonKind.EXACT, _commodities),
    "meter_numbers": Field(ComparisonKind.EXACT, _meters),
    "line_items": Field(ComparisonKind.LIST, _items_f1),
}
