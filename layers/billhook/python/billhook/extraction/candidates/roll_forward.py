"""Balances that no label names: amounts in a row or in a column that lead from what was owed to what is due.

Bills print them in one order all over the world: previous balance, payment, late fee, what is left, charges, total.
Where each leads to the next to the cent, their places say what they are.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from billhook.extraction.annotate.document import AnnotatedDocument
from billhook.extraction.candidates.candidate_set import CandidateSet
from billhook.extraction.candidates.charge_rows import (
    PrintedRow,
    Row,
    columns_of,
    find_columns,
    find_rows,
    rows_of,
)
from billhook.extraction.layout.candidate import Candidate

PREVIOUS, PAYMENT = "previous_close_balance", "after_previous_total_payment"
FEE, CURRENT = "after_previous_charges", "current_charges"
SCORE = 0.45
PAID_BACK = 0.6
FEWEST, MOST = 3, 6
"""How many amounts lead to a total: previous balance, payment and charges at least."""

CHARGED = frozenset({"tax_charges", "net_charges"})

Amounts = list[Candidate[Decimal]]


@dataclass(frozen=True)
class _Step:
    """What the amounts read so far come to, and what each of them is."""

    total: Decimal
    named: tuple[tuple[str, Candidate[Decimal]], ...]


def propose_balances(doc: AnnotatedDocument) -> CandidateSet:
    """The amounts by line and by column, and those that offset a previous balance."""
    rows = find_rows(doc)
    columns = [[rows[index] for index in column] for column in find_columns(rows)]
    return CandidateSet(
        offsetting_amounts=tuple(_offsetting(columns)),
        amount_sequences=(*map(tuple, _lines(doc)), *map(_uncharged, columns)),
    )


def _uncharged(column: list[PrintedRow]) -> tuple[Candidate[Decimal], ...]:
    """The amounts of a column that are no tax and no net charges."""
    return tuple(
        Candidate(row.value, SCORE, row.cell, row.start, row.end) for row in column if not row.labels & CHARGED
    )


def _offsetting(columns: list[list[PrintedRow]]) -> Iterator[Candidate[Decimal]]:
    """The amounts right below a previous balance that are its opposite."""
    for column in columns:
        for index, row in enumerate(column):
            for other in column[index + 1 : index + 3] if row.value and PREVIOUS in row.labels else ():
                if other.value == -row.value:
                    yield Candidate(other.value, PAID_BACK, other.cell, other.start, other.end)


def rolled(doc: AnnotatedDocument, totals: list[Decimal]) -> dict[str, Amounts]:
    """What the amounts before one of ``totals`` are, where they lead to it."""
    found: dict[str, Amounts] = {}
    for amounts in (*_lines(doc), *_columns(doc)):
        for at, last in enumerate(amounts):
            if last.value not in totals:
                continue
            for first in range(max(0, at - MOST), at - FEWEST + 1):
                for name, one in _explained(amounts[first:at], last.value):
                    found.setdefault(name, []).append(one)
    return found


def paid_back(doc: AnnotatedDocument) -> Amounts:
    """What is printed right below a previous balance with its sign turned: the payment of it, in whatever words."""
    found = []
    for column in columns_of(rows_of(doc)):
        for at, row in enumerate(column):
            below = column[at + 1 : at + 3] if row.value and PREVIOUS in row.labels else []
            found += [
                Candidate(one.value, PAID_BACK, one.cell, one.start, one.end)
                for one in below
                if one.value == -row.value
            ]
    return found


def _lines(doc: AnnotatedDocument) -> Iterator[Amounts]:
    """The amounts that stand side by side, each in a cell of its own."""
    for line in doc.layout.lines:
        amounts = [
            Candidate(value, SCORE, cell, start, end)
            for cell in line.cells
            for value, start, end in doc.amounts.get(cell, ())
            if cell not in doc.prose
        ]
        if len(amounts) > FEWEST:
            yield amounts


def _columns(doc: AnnotatedDocument) -> Iterator[Amounts]:
    for column in columns_of(rows_of(doc)):
        yield [Candidate(row.value, SCORE, row.cell, row.start, row.end) for row in column if not _is_charge(row)]


def _is_charge(row: Row) -> bool:
    return bool(row.labels & CHARGED)


def _explained(amounts: Amounts, total: Decimal) -> tuple[tuple[str, Candidate[Decimal]], ...]:
    """Previous balance, payment, perhaps a fee, perhaps what is left of them, and the charges that make ``total``."""
    previous, payment, *rest, charges = amounts
    paid = -abs(payment.value)
    if (payment.value > 0 and payment.value > abs(previous.value)) or not charges.value:
        return ()
    if previous.value < 0 and payment.value < 0:
        return ()  # nobody pays what is owed to them: these are the items of a credit note
    payment = Candidate(paid, payment.score, payment.cell, payment.start, payment.end)
    step = _Step(previous.value + paid, ((PREVIOUS, previous), (PAYMENT, payment)))
    for one in rest:
        if one.value == step.total:
            continue
        if one.value <= 0 or any(name == FEE for name, _ in step.named):
            return ()
        step = _Step(step.total + one.value, (*step.named, (FEE, one)))
    return (*step.named, (CURRENT, charges)) if step.total + charges.value == total else ()
