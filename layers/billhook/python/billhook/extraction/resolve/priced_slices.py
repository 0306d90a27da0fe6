"""Usage that a bill prints only in slices, each with a price of its own: tiers, times of use, spans before a new price.

Two charges for the same energy, such as delivery and supply, are no slices: their descriptions differ.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from decimal import Decimal

from billhook.extraction.candidates.candidate_set import Candidates, ChargeRow
from billhook.extraction.layout.candidate import Candidate
from billhook.extraction.text.dates import month_names
from billhook.extraction.text.normalize import normalized
from billhook.extraction.text.units import CONSUMED, Quantity, without_times

FEWEST, MOST = 2, 24
"""How many slices make up a usage."""

Words = tuple[str, ...]


def slices_of(quantity: Quantity, rows: Iterable[ChargeRow]) -> Candidates[Quantity]:
    """The quantities of the priced rows that are slices of one usage and have ``quantity`` among them.

    ``rows``: the charges for one service. Empty if ``quantity`` is no slice: no other row has its words, or it is the
    sum of the others.
    """
    groups: dict[Words, dict[Decimal, Candidate[Quantity]]] = defaultdict(dict)
    for row in rows:
        for priced in _priced(row):
            if priced.value.unit == quantity.unit:
                groups[_words(row)].setdefault(priced.value.value, priced)
    slices = next((group for group in groups.values() if quantity.value in group), {})
    others = sum(slices, Decimal(0)) - quantity.value
    return tuple(slices.values()) if FEWEST <= len(slices) <= MOST and others != quantity.value else ()


def total_of(slices: Sequence[Candidate[Quantity]]) -> Quantity:
    """The sum of ``slices``, which have one unit and are at least one."""
    return Quantity(sum((part.value.value for part in slices), Decimal(0)), slices[0].value.unit)


def _priced(row: ChargeRow) -> list[Candidate[Quantity]]:
    """The quantity of a row whose amount is that quantity times its rate."""
    counted = row.price.quantity
    if not row.is_priced or row.value <= 0 or counted is None or row.price.unit not in CONSUMED:
        return []
    return [quantity for quantity in row.quantities if quantity.value.value == counted.value > 0][:1]


def _words(row: ChargeRow) -> Words:
    """The words of a row without those that tell slices apart: figures, months and times of use."""
    words = normalized(row.description).split()
    months = month_names()
    return tuple(word for word in without_times(words) if word.isalpha() and word not in months)
