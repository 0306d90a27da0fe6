"""The extracted values of a document, each with its confidence, whether its checks pass, and whether it is right.

Values without evidence are inferred, have no confidence, and are left out. So are values that the truth does not cover,
unless the truth lists their field as not printed: then they are wrong.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from billhook.cli.evaluation import comparison
from billhook.cli.evaluation.comparison import (
    Record,
    charge_amounts,
    is_amount,
    is_code,
    is_date,
    is_name,
    is_same_code,
    money,
)
from billhook.extraction.validate.checks import is_about

Judgement = tuple[str, bool]
"""The field of the truth that covers a value, and whether the value is right."""

Comparison = Callable[[Record, Record], bool]
"""Compares the truth with a document."""


@dataclass(frozen=True)
class ScoredValue:
    """One value: its field, its confidence 0..1, whether no check about it fails, whether it is right."""

    field: str
    confidence: float
    passes: bool
    right: bool


def scored_values(truth: Record, document: Record) -> Iterator[ScoredValue]:
    """Every value of ``document`` that has a confidence and that ``truth`` covers."""
    failed = [check["name"] for check in document.get("checks") or [] if not check["holds"]]
    for pointer, (field, is_right) in correctness(truth, document).items():
        passes = not any(is_about(name, pointer) for name in failed)
        yield ScoredValue(field, float(document["evidence"][pointer]["confidence"]), passes, is_right)


def correctness(truth: Record, document: Record) -> dict[str, Judgement]:
    """The judgement of each value with evidence that ``truth`` covers, by its pointer."""
    judgements = {pointer: _judgement(truth, document, pointer) for pointer in document.get("evidence") or {}}
    return {pointer: judgement for pointer, judgement in judgements.items() if judgement is not None}


def _judgement(truth: Record, document: Record, pointer: str) -> Judgement | None:
    head, *rest = pointer.split("/")
    if head in _PLAIN:
        name, is_right = _PLAIN[head]
        return _covered(truth, name, lambda: is_right(truth, document))
    if head == "usageData" and len(rest) > 1:
        return _usage(truth, document["usageData"][int(rest[0])], rest[1:])
    if head == "lineItems" and rest[-1] == "totalCharge":
        amount = money(document["lineItems"][int(rest[0])]["totalCharge"])
        alternatives = (truth.get("alternatives") or {}).get("line_items", [])
        right = {*comparison.true_items(truth), *map(money, alternatives)}
        return _covered(truth, "line_items", lambda: amount in right)
    return None


def _covered(truth: Record, name: str, is_right: Callable[[], bool]) -> Judgement | None:
    """The judgement of a value of field ``name``; None where the truth does not cover the field."""
    if truth.get(name) not in (None, "", []):
        return name, is_right()
    return (name, False) if name in (truth.get("not_printed") or ()) else None


def _usage(truth: Record, usage: Record, path: list[str]) -> Judgement | None:
    name = path[0]
    if name == "usage":
        pair = (money(usage["usage"]), comparison.unit(usage["usageUnits"]))
        return _covered(truth, "usage", lambda: pair in {*comparison.true_usage(truth), *_sums(truth)})
    if name in {"startDate", "endDate"}:
        field = "service_start" if name == "startDate" else "service_end"
        return _covered(truth, field, lambda: is_date(truth, field, usage[name]))
    if name in {"currentReading", "previousReading"}:
        readings = {money(reading) for reading in truth.get("readings") or ()}
        return _covered(truth, "readings", lambda: money(usage[name]) in readings)
    if name == "identifiers":
        return _meter(truth, usage["identifiers"][int(path[1])])
    return None


def _meter(truth: Record, identifier: Record) -> Judgement | None:
    if identifier["type"] != "METER":
        return None
    numbers = truth.get("meter_numbers") or ()
    return _covered(
        truth, "meter_numbers", lambda: any(is_same_code(number, identifier["value"]) for number in numbers)
    )


def _sums(truth: Record) -> set[tuple[Decimal, str]]:
    """The usage per commodity and unit, summed over its meters: a bill may print the sum as well as the parts."""
    sums: dict[tuple[str, str], Decimal] = {}
    for usage in truth.get("usage") or []:
        key = (str(usage.get("commodity")), comparison.unit(usage["unit"]))
        sums[key] = sums.get(key, Decimal(0)) + (money(usage["quantity"]) or Decimal(0))
    return {(amount, unit) for (_, unit), amount in sums.items()}


def _amount(name: str, public: str) -> tuple[str, Comparison]:
    return name, lambda truth, document: is_amount(truth, name, document[public])


def _code(name: str, public: str) -> tuple[str, Comparison]:
    return name, lambda truth, document: is_code(truth, name, document[public])


def _date(name: str, public: str) -> tuple[str, Comparison]:
    return name, lambda truth, document: is_date(truth, name, document[public])


_PLAIN: dict[str, tuple[str, Comparison]] = {
    "utilityName": ("utility_name", lambda truth, document: is_name(truth, document["utilityName"])),
    "accountNumber": _code("account_number", "accountNumber"),
    "invoiceId": _code("invoice_number", "invoiceId"),
    "billDate": _date("bill_date", "billDate"),
    "dueDate": _date("due_date", "dueDate"),
    "totalCharges": _amount("total_due", "totalCharges"),
    "previousCloseBalance": _amount("previous_balance", "previousCloseBalance"),
    "afterPreviousTotalPayment": _amount("payments", "afterPreviousTotalPayment"),
    "currentOpenBalance": _amount("balance_forward", "currentOpenBalance"),
    "taxCharges": _amount("tax_total", "taxCharges"),
    "currentCharges": (
        "current_charges",
        lambda truth, document: is_amount(truth, "current_charges", *charge_amounts(document)),
    ),
}
"""The field of the truth and the comparison for each header field, by its public name."""
