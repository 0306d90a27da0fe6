"""Totals and balances: the amounts that a label names."""

import re
from decimal import Decimal

from billhook.extraction.findings import Finding, together
from billhook.extraction.layout import Cell
from billhook.extraction.relations import Candidate, values
from billhook.extraction.view import View

FIELDS = (
    "total_charges",
    "previous_close_balance",
    "after_previous_total_payment",
    "current_open_balance",
    "after_previous_charges",
    "current_charges",
    "net_charges",
    "tax_charges",
    "credits",
)
OWED_BACK = frozenset({"after_previous_total_payment", "credits"})
"""Amounts that lower what is owed: negative in the document, however they are printed."""

CREDITED = {"total_credit": "total_charges"}
"""Labels that say that the issuer owes the amount: a negative total, whatever sign is printed."""

_PER = re.compile(r"(?:[^\W\d_]{1,2}€?\.?|¢)?\x20?/|(?:per|pro|par)\x20|%|cents")
"""What follows a rate: "/kWh", "c/kWh", "per kWh"."""

SET_ASIDE = frozenset({"nothing_money"})


def amounts_in(view: View, cell: Cell) -> list[Candidate[Decimal]]:
    """The amounts of money of ``cell``: not rates, which stand before ``/`` or ``per`` or behind ``@``."""
    return [
        (number.value, number.start, number.end)
        for number in view.numbers(cell)
        if number.is_money and not is_rate(cell.text, number.start, number.end)
    ]


def is_rate(text: str, start: int, end: int) -> bool:
    behind, before = text[end : end + 6].lstrip().lower(), text[max(0, start - 3) : start].rstrip().lower()
    return bool(_PER.match(behind)) or before.endswith(("@", " x", " à"))


def labelled_amounts(view: View) -> dict[str, list[Finding[Decimal]]]:
    """For each of ``FIELDS`` the amounts that its labels point at, best first."""
    spoilt = _set_aside(view)
    found: dict[str, list[Finding[Decimal]]] = {}
    for field in FIELDS:
        claims: list[Finding[Decimal]] = []
        for hit in view.hits.get(field, ()):
            for one in values(view, hit, amounts_in, most=2):
                value = -abs(one.value) if field in OWED_BACK else one.value
                score = one.score * (0.3 if (one.cell, one.start) in spoilt else 1.0)
                claims.append(Finding(value, score, one.cell, one.start, one.end))
        claims += _credited(view, field)
        found[field] = together(claims)
    return found


def _credited(view: View, field: str) -> list[Finding[Decimal]]:
    """The amounts that a label of credit gives to ``field``: negative, and none where nothing is owed back."""
    hits = [hit for name, meant in CREDITED.items() if meant == field for hit in view.hits.get(name, ())]
    claims = [one for hit in hits for one in values(view, hit, amounts_in, most=1)]
    return [Finding(-abs(one.value), one.score, one.cell, one.start, one.end) for one in claims if one.value]


def _set_aside(view: View) -> set[tuple[Cell, int]]:
    """Amounts that a label declares to be none of the bill's: due only if late, enclosed, a year's estimate."""
    taken = set()
    for field in SET_ASIDE:
        for hit in view.hits.get(field, ()):
            for one in values(view, hit, amounts_in, most=1):
                if one.score > 0.5:
                    taken.add((one.cell, one.start))
    return taken
