"""Balances without labels: a sequence of amounts that leads from the previous balance to the total.

Bills print these amounts in one order: previous balance, payment, late fee, opening balance, charges, total. Where each
amount leads to the next to the cent, its place identifies it.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from billhook.extraction.candidates.candidate_set import Candidates
from billhook.extraction.layout.candidate import Candidate
from billhook.extraction.layout.lines import Cell

PREVIOUS, PAYMENT = "previous_close_balance", "after_previous_total_payment"
FEE, CURRENT = "after_previous_charges", "current_charges"
FEWEST, MOST = 3, 6
"""How many amounts lead to a total: previous balance, payment and charges at least."""

NamedAmount = tuple[str, Candidate[Decimal]]
SurePlaces = Mapping[tuple[Cell, int], Collection[str]]
"""The fields of amounts with sure labels, by cell and start."""


@dataclass(frozen=True)
class _Progress:
    """The balance after the amounts so far, and the field of each."""

    balance: Decimal
    amounts: tuple[NamedAmount, ...]

    def plus(self, name: str, amount: Candidate[Decimal]) -> "_Progress":
        return _Progress(self.balance + amount.value, (*self.amounts, (name, amount)))

    @property
    def has_fee(self) -> bool:
        return any(name == FEE for name, _ in self.amounts)


def rolled_forward(
    sequences: Iterable[Candidates[Decimal]], totals: Collection[Decimal], sure_places: SurePlaces
) -> dict[str, list[Candidate[Decimal]]]:
    """The amounts, by field, that lead to one of ``totals`` in ``sequences``, without contradicting sure labels."""
    named: dict[str, list[Candidate[Decimal]]] = defaultdict(list)
    for sequence in sequences:
        for amounts in _named_in(sequence, totals):
            if all(name in sure_places.get((amount.cell, amount.start), (name,)) for name, amount in amounts):
                for name, amount in amounts:
                    named[name].append(amount)
    return dict(named)


def _named_in(sequence: Candidates[Decimal], totals: Collection[Decimal]) -> Iterator[tuple[NamedAmount, ...]]:
    for at, total in enumerate(sequence):
        if total.value in totals:
            for first in range(max(0, at - MOST), at - FEWEST + 1):
                if not _is_subtotal(sequence, first):
                    yield _named(sequence[first:at], total.value)


def _is_subtotal(sequence: Candidates[Decimal], at: int) -> bool:
    """Whether an amount is the sum of two or more right above it: a previous balance stands above the charges."""
    value, total = sequence[at].value, Decimal(0)
    for count, amount in enumerate(reversed(sequence[:at]), start=1):
        total += amount.value
        if count > 1 and total == value != 0:
            return True
    return False


def _named(amounts: Candidates[Decimal], total: Decimal) -> tuple[NamedAmount, ...]:
    """Previous balance, payment, fee and charges if they make ``total``; an opening balance between is skipped.

    A fee for paying late is a part of what it is charged on: an amount beyond half of it is none.
    """
    previous, payment, *middle, charges = amounts
    if not _is_paid(previous.value, payment.value) or not charges.value:
        return ()
    paid = Candidate(-abs(payment.value), payment.score, payment.cell, payment.start, payment.end)
    progress = _Progress(previous.value, ((PREVIOUS, previous),)).plus(PAYMENT, paid)
    for amount in middle:
        if amount.value == progress.balance:
            continue
        if amount.value <= 0 or progress.has_fee or 2 * amount.value > max(previous.value, charges.value):
            return ()
        progress = progress.plus(FEE, amount)
    return (*progress.amounts, (CURRENT, charges)) if progress.balance + charges.value == total else ()


def _is_paid(previous: Decimal, payment: Decimal) -> bool:
    """Whether ``payment`` may pay ``previous``: it is not larger, and both are not credits, as in a credit note."""
    is_too_large = payment > 0 and payment > abs(previous)
    return not is_too_large and not (previous < 0 and payment < 0)
