"""What a field is worth that was read: each compared in the way that suits it, numbers by value, names by letters.

A truth record has the fields of ``docs/evaluation.md``; a document is what ``billhook read --json`` prints of a bill.
Only what the truth knows is scored.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any

from billhook.extraction.text.normalize import folded

Record = Mapping[str, Any]
ZERO = Decimal(0)
UNITS = {
    "kwh": "kwh", "kw": "kw", "mwh": "mwh", "thm": "therm", "therms": "therm", "therm": "therm", "th": "therm",
    "ccf": "ccf", "hcf": "ccf", "mcf": "mcf", "cf": "cf", "cubicft": "cf", "dth": "dth", "mj": "mj", "m3": "m3",
    "m³": "m3", "cubicmeters": "m3", "cum": "m3", "kl": "m3", "kgal": "kgal", "kgals": "kgal", "tgal": "kgal",
    "1000gal": "kgal", "1000gallons": "kgal", "gallons": "gal", "gal": "gal",
}  # fmt: skip
"""Ways of writing one unit. Other units are compared as written."""
METERED = frozenset({"electricity", "gas", "water"})
HEADER = (
    "utility_name", "currency", "account_number", "bill_date", "due_date", "service_start", "service_end", "total_due",
    "previous_balance", "payments", "current_charges", "usage",
)  # fmt: skip
"""The fields that the header rate is over."""


class ReadRoute(StrEnum):
    """How a field is compared."""

    EXACT = "exact"
    NUMERIC = "numeric"
    LIST = "list"


@dataclass(frozen=True)
class Field:
    """One field of the truth: how it is compared, and what a document is worth there, 0..1."""

    way: ReadRoute
    worth: Callable[[Record, Record], float]


def scores_of(truth: Record, prediction: Record, document: Record | None = None) -> dict[str, float]:
    """0..1 for every field that the truth knows; ``document`` is the first bill read unless it is told."""
    said_bill = bool(prediction.get("isUtilityBill"))
    scores = {"is_utility_bill": float(said_bill == truth["is_utility_bill"])}
    if not truth["is_utility_bill"]:
        return scores
    read = document if document is not None else (next(iter(prediction.get("documents") or []), None) or {})
    return scores | {name: field.worth(truth, read) for name, field in FIELDS.items() if is_known(truth, name)}


def is_known(truth: Record, name: str) -> bool:
    """Whether the bill prints the field, as far as its truth tells."""
    if name == "commodities":
        return bool(METERED & set(truth.get(name) or ()))
    if name == "line_items":
        return bool(truth.get(name))
    return truth.get(name) not in (None, "", [])


def squash(value: object) -> str:
    """Letters and digits alone, of any alphabet, without case and accents."""
    return "".join(filter(str.isalnum, folded(str(value or ""))))


def unit(value: object) -> str:
    key = re.sub(r"[\s.\-]", "", str(value or "").lower())
    return UNITS.get(key, key)


def money(value: object) -> Decimal | None:
    """An amount to the cent; None for what is no number."""
    if value is None or value == "":
        return None
    try:
        return Decimal(str(value).replace(",", "")).quantize(Decimal("0.01"))
    except InvalidOperation:
        return None


def accepted(truth: Record, field: str) -> list[Any]:
    """Every value that is right: the true one and its alternatives."""
    return [truth.get(field), *(truth.get("alternatives") or {}).get(field, [])]


def is_name(truth: Record, said: object) -> bool:
    """Names agree when one holds the other, in letters and digits."""
    name = squash(said)
    known = [squash(one) for one in (truth.get("utility_name"), *(truth.get("utility_aliases") or [])) if one]
    return len(name) > 2 and any(
        name == one or (len(one) > 3 and one in name) or (len(name) > 4 and name in one) for one in known
    )


def is_code(truth: Record, field: str, said: object) -> bool:
    return bool(squash(said)) and squash(said) in [squash(value) for value in accepted(truth, field) if value]


def is_date(truth: Record, field: str, said: object) -> bool:
    return str(said or "")[:10] in [str(value) for value in accepted(truth, field) if value]


def is_amount(truth: Record, field: str, *said: object) -> bool:
    """Whether one of the amounts said is right."""
    wanted = [money(value) for value in accepted(truth, field) if value is not None]
    return any(money(value) in wanted for value in said if money(value) is not None)


def list_f1(wanted: Sequence[Any], got: Iterable[Any]) -> float:
    """F1 of two lists whose order does not matter; 1 where nothing is wanted."""
    if not wanted:
        return 1.0
    said = list(got)
    hits = sum((Counter(wanted) & Counter(said)).values())
    return 2 * hits / (len(wanted) + len(said)) if hits else 0.0


def true_usage(truth: Record) -> list[tuple[Decimal | None, str]]:
    return [(money(one["quantity"]), unit(one["unit"])) for one in truth.get("usage") or []]


def true_items(truth: Record) -> list[Decimal | None]:
    return [money(item["amount"]) for item in truth.get("line_items") or [] if item.get("amount") is not None]


def charges_said(document: Record) -> set[Decimal]:
    """Current charges may be printed net, with tax, with credits, or with both."""
    if document.get("currentCharges") is None:
        return set()
    net, tax, credit = (money(document.get(name)) or ZERO for name in ("currentCharges", "taxCharges", "credits"))
    return {net, net + tax, net + credit, net + tax + credit}


def _usage(document: Record) -> list[Record]:
    return document.get("usageData") or []


def _issuer(document: Record) -> object:
    named = (usage.get("utilityName") for usage in _usage(document))
    return document.get("utilityName") or next((name for name in named if name), None)


def _edge(document: Record, name: str, pick: Callable[[list[str]], str]) -> str | None:
    days = [usage[name] for usage in _usage(document) if usage.get(name)]
    return pick(days) if days else None


def _meters(truth: Record, document: Record) -> float:
    said = {squash(one.get("value")) for usage in _usage(document) for one in usage.get("identifiers") or []}
    return float({squash(number) for number in truth["meter_numbers"]} <= said)


def _commodities(truth: Record, document: Record) -> float:
    said = {str(usage.get("datasourceType", "")).lower() for usage in _usage(document)}
    said = {"electricity" if one == "electric" else one for one in said}
    return float({one for one in truth["commodities"] if one in METERED} <= said)


def _usage_f1(truth: Record, document: Record) -> float:
    read = [(money(one.get("usage")), unit(one.get("usageUnits"))) for one in _usage(document)]
    said = [pair for pair in read if pair[0] is not None]
    wanted, more = true_usage(truth), true_usage({"usage": (truth.get("alternatives") or {}).get("usage")})
    return max(list_f1(wanted, said), list_f1(wanted + more, said))


def _items_f1(truth: Record, document: Record) -> float:
    read = [money(item.get("totalCharge")) for item in document.get("lineItems") or []]
    return list_f1(true_items(truth), [amount for amount in read if amount is not None])


def _code(name: str, public: str) -> Field:
    return Field(ReadRoute.EXACT, lambda truth, document: float(is_code(truth, name, document.get(public))))


def _date(name: str, public: str) -> Field:
    return Field(ReadRoute.EXACT, lambda truth, document: float(is_date(truth, name, document.get(public))))


def _amount(name: str, public: str) -> Field:
    return Field(ReadRoute.NUMERIC, lambda truth, document: float(is_amount(truth, name, document.get(public))))


FIELDS: dict[str, Field] = {
    "utility_name": Field(ReadRoute.EXACT, lambda truth, document: float(is_name(truth, _issuer(document)))),
    "currency": Field(
        ReadRoute.EXACT, lambda truth, document: float(document.get("chargesUnits") == truth.get("currency"))
    ),
    "account_number": _code("account_number", "accountNumber"),
    "invoice_number": _code("invoice_number", "invoiceId"),
    "bill_date": _date("bill_date", "billDate"),
    "due_date": _date("due_date", "dueDate"),
    "service_start": Field(
        ReadRoute.EXACT,
        lambda truth, document: float(is_date(truth, "service_start", _edge(document, "startDate", min))),
    ),
    "service_end": Field(
        ReadRoute.EXACT, lambda truth, document: float(is_date(truth, "service_end", _edge(document, "endDate", max)))
    ),
    "total_due": _amount("total_due", "totalCharges"),
    "previous_balance": _amount("previous_balance", "previousCloseBalance"),
    "payments": _amount("payments", "afterPreviousTotalPayment"),
    "balance_forward": _amount("balance_forward", "currentOpenBalance"),
    "tax_total": _amount("tax_total", "taxCharges"),
    "current_charges": Field(
        ReadRoute.NUMERIC,
        lambda truth, document: float(is_amount(truth, "current_charges", *charges_said(document))),
    ),
    "usage": Field(ReadRoute.LIST, _usage_f1),
    "commodities": Field(ReadRoute.EXACT, _commodities),
    "meter_numbers": Field(ReadRoute.EXACT, _meters),
    "line_items": Field(ReadRoute.LIST, _items_f1),
}
