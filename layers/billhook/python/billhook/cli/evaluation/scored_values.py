"""The single values that a document says, each with its confidence, whether its checks hold, and whether it is right.

A value without evidence was inferred, claims no confidence, and is left out. A value of which the truth knows nothing
is left out too, unless the truth says that the bill does not print it: then it is wrong.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from billhook.cli.evaluation import comparison
from billhook.cli.evaluation.comparison import Record, charges_said, is_amount, is_code, is_date, is_name, money, squash
from billhook.extraction.validate.confidence import is_about


@dataclass(frozen=True)
class ScoredValue:
    """One value: which field, how sure (0..1), whether no check about it fails, whether it is right."""

    field: str
    confidence: float
    passes: bool
    right: bool


def said_in(truth: Record, document: Record) -> Iterator[ScoredValue]:
    """Every value of ``document`` that claims a confidence and that ``truth`` can judge."""
    failed = [check["name"] for check in document.get("checks") or [] if not check["holds"]]
    for pointer, (field, right) in judged_in(truth, document).items():
        passes = not any(is_about(name, pointer) for name in failed)
        yield ScoredValue(field, float(document["evidence"][pointer]["confidence"]), passes, right)


def judged_in(truth: Record, document: Record) -> dict[str, tuple[str, bool]]:
    """By pointer: the field of the truth that a value with evidence is of, and whether it is right."""
    found = {pointer: _judged(truth, document, pointer) for pointer in document.get("evidence") or {}}
    return {pointer: judged for pointer, judged in found.items() if judged is not None}


def _judged(truth: Record, document: Record, pointer: str) -> tuple[str, bool] | None:
    """The field of the truth that ``pointer`` speaks of and whether it is right; None where nobody knows."""
    head, *rest = pointer.split("/")
    if head in _PLAIN:
        name, is_right = _PLAIN[head]
        return _known(truth, name, lambda: is_right(truth, document))
    if head == "usageData" and len(rest) > 1:
        return _usage(truth, document["usageData"][int(rest[0])], rest[1:])
    if head == "lineItems" and rest[-1] == "totalCharge":
        amount = money(document["lineItems"][int(rest[0])]["totalCharge"])
        others = (truth.get("alternatives") or {}).get("line_items", [])
        right = {*comparison.true_items(truth), *map(money, others)}
        return _known(truth, "line_items", lambda: amount in right)
    return None


def _known(truth: Record, name: str, is_right: Any) -> tuple[str, bool] | None:
    if truth.get(name) not in (None, "", []):
        return name, bool(is_right())
    return (name, False) if name in (truth.get("not_printed") or ()) else None


def _usage(truth: Record, usage: Record, rest: list[str]) -> tuple[str, bool] | None:
    if rest[0] == "usage":
        pair = (money(usage["usage"]), comparison.unit(usage["usageUnits"]))
        return _known(truth, "usage", lambda: pair in {*comparison.true_usage(truth), *_sums(truth)})
    if rest[0] in {"startDate", "endDate"}:
        name = "service_start" if rest[0] == "startDate" else "service_end"
        return _known(truth, name, lambda: is_date(truth, name, usage[rest[0]]))
    if rest[0] in {"currentReading", "previousReading"}:
        known = {money(reading) for reading in truth.get("readings") or ()}
        return _known(truth, "readings", lambda: money(usage[rest[0]]) in known)
    if rest[0] == "identifiers":
        identifier = usage["identifiers"][int(rest[1])]
        if identifier["type"] == "METER":
            numbers = {squash(number) for number in truth.get("meter_numbers") or ()}
            return _known(truth, "meter_numbers", lambda: squash(identifier["value"]) in numbers)
    return None


def _sums(truth: Record) -> set[tuple[Any, str]]:
    """What the meters of one commodity come to: a bill may say the sum as well as the parts."""
    sums: dict[tuple[str, str], Any] = {}
    for one in truth.get("usage") or []:
        key = (str(one.get("commodity")), comparison.unit(one["unit"]))
        sums[key] = sums.get(key, 0) + (money(one["quantity"]) or 0)
    return {(amount, unit) for (_, unit), amount in sums.items()}


def _plain_amount(name: str, public: str) -> tuple[str, Any]:
    return name, lambda truth, document: is_amount(truth, name, document[public])


def _code(name: str, public: str) -> tuple[str, Any]:
    return name, lambda truth, document: is_code(truth, name, document[public])


def _date(name: str, public: str) -> tuple[str, Any]:
    return name, lambda truth, document: is_date(truth, name, document[public])


_PLAIN: dict[str, tuple[str, Any]] = {
    "utilityName": ("utility_name", lambda truth, document: is_name(truth, document["utilityName"])),
    "accountNumber": _code("account_number", "accountNumber"),
    "invoiceId": _code("invoice_number", "invoiceId"),
    "billDate": _date("bill_date", "billDate"),
    "dueDate": _date("due_date", "dueDate"),
    "totalCharges": _plain_amount("total_due", "totalCharges"),
    "previousCloseBalance": _plain_amount("previous_balance", "previousCloseBalance"),
    "afterPreviousTotalPayment": _plain_amount("payments", "afterPreviousTotalPayment"),
    "currentOpenBalance": _plain_amount("balance_forward", "currentOpenBalance"),
    "taxCharges": _plain_amount("tax_total", "taxCharges"),
    "currentCharges": (
        "current_charges",
        lambda truth, document: is_amount(truth, "current_charges", *charges_said(document)),
    ),
}
