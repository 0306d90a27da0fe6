"""Which of the competing amounts are the total, the balances and the charges: the set that adds up wins."""

from dataclasses import dataclass
from decimal import Decimal
from itertools import product

from billhook.extraction.layout.candidate import Candidate

Money = Candidate[Decimal] | None
CHOICES = {
    "total_charges": 4,
    "current_charges": 3,
    "previous_close_balance": 2,
    "after_previous_total_payment": 2,
    "after_previous_charges": 2,
}
EQUATION, PARTLY, ABSENT = 1.5, 0.4, 0.12
NAMED_TOTAL = 0.5
"""How well "total of this bill" names its charges alone."""

BROUGHT = 0.8
"""How well "balance brought forward" names what was owed before the payments: the sums decide which it is."""

ZERO = Decimal(0)


@dataclass(frozen=True)
class Balances:
    """The chosen findings. ``gross`` is what this bill charges, tax included; ``open`` what it starts from.

    ``opening_inferred``: the opening balance is not printed but follows from the rest.
    """

    total: Money
    previous: Money
    payment: Money
    adjustment: Money
    printed_open: Money
    printed_current: Money
    gross: Decimal | None
    open: Decimal | None

    @property
    def opening_inferred(self) -> bool:
        return self.open is not None and (self.printed_open is None or self.printed_open.value != self.open)

    @property
    def adds_up(self) -> bool:
        """Whether opening balance and charges make the total."""
        if self.total is None or self.gross is None:
            return False
        return (self.open or ZERO) + self.gross == self.total.value


def choose(found: dict[str, list[Candidate[Decimal]]]) -> Balances:
    """The combination of candidates with the most belief and the most equations satisfied."""
    options: dict[str, list[Money]] = {name: [*found[name][:most], None] for name, most in CHOICES.items()}
    taxes = [one.value for one in found["tax_charges"][:3]]
    opens = {one.value: one for one in found["current_open_balance"][:3]}
    if found["total_charges"]:
        options["total_charges"].pop()
    options["current_charges"][-1:-1] = [one.scored(one.score * NAMED_TOTAL) for one in found["total_charges"][:3]]
    options["previous_close_balance"] += [one.scored(one.score * BROUGHT) for one in opens.values()]
    best: tuple[float, tuple[Money, ...]] = (-1.0, (None,) * 5)
    for chosen in product(*options.values()):
        score = _belief(chosen, taxes, opens)
        if score > best[0]:
            best = (score, chosen)
    return _settled(best[1], taxes, opens)


def _belief(chosen: tuple[Money, ...], taxes: list[Decimal], opens: dict[Decimal, Candidate[Decimal]]) -> float:
    total, current, previous, payment, adjustment = chosen
    score = sum(one.score if one else -ABSENT for one in chosen)
    places = [(one.cell, one.start) for one in chosen if one and one is not current]
    twice = current and (current.cell, current.start) in places and not (total and total.value == current.value)
    if len(set(places)) < len(places) or twice:
        return -1.0
    if adjustment and not previous and not payment:
        score -= adjustment.score
    opening = _opening(previous, payment, adjustment)
    if previous and any(previous.is_at(other) for other in opens.values()):
        opens = {value: other for value, other in opens.items() if not previous.is_at(other)}
    if opening is not None and opens:
        score += EQUATION if opening in opens else -PARTLY
    if previous and previous.value < 0:
        score -= PARTLY
    if total and current:
        return score + _reached(total.value, current.value, opening, taxes, opens)
    if total and opening is not None and (opening == ZERO or opening in opens):
        score += PARTLY / 2
    return score


def _reached(
    total: Decimal,
    current: Decimal,
    opening: Decimal | None,
    taxes: list[Decimal],
    opens: dict[Decimal, Candidate[Decimal]],
) -> float:
    """What it is worth that the charges lead from the opening balance to the total; less than nothing when not."""
    bases = [opening] if opening is not None else [*opens, ZERO]
    for base in bases:
        worth = EQUATION if base != ZERO or opening is not None else PARTLY
        if base + current == total:
            return worth
        if any(base + current + tax == total for tax in taxes):
            return 0.9 * worth
    return -1.2 if opening is not None else -0.6


def _opening(*parts: Money) -> Decimal | None:
    known = [one.value for one in parts if one]
    return sum(known, ZERO) if known else None


def _settled(chosen: tuple[Money, ...], taxes: list[Decimal], opens: dict[Decimal, Candidate[Decimal]]) -> Balances:
    total, current, previous, payment, adjustment = chosen
    opening = _opening(previous, payment, adjustment)
    if opening is None:
        opening = _base(total, current, taxes, opens)
    elif previous and not payment and not adjustment and opens and opening not in opens:
        opening = next(iter(opens))
    printed = opens.get(opening) if opening is not None else None
    gross = current.value if current else None
    if total and current:
        base = opening or ZERO
        if base + current.value != total.value:
            with_tax = [current.value + tax for tax in taxes if base + current.value + tax == total.value]
            gross = with_tax[0] if with_tax else current.value
    elif total:
        gross = total.value - (opening or ZERO)
    return Balances(total, previous, payment, adjustment, printed, current, gross, opening)


def _base(
    total: Money, current: Money, taxes: list[Decimal], opens: dict[Decimal, Candidate[Decimal]]
) -> Decimal | None:
    """The printed opening balance that fits between charges and total, or the likeliest where nothing tells."""
    if total and current:
        for base in opens:
            if any(base + current.value + tax == total.value for tax in (ZERO, *taxes)):
                return base
        if total.value == current.value:
            return None
    return next(iter(opens), None)
