"""Total, balances and charges: the combination of amounts that adds up."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import product

from billhook.domain.money import is_rounding
from billhook.extraction.candidates.candidate_set import Candidates, CandidateSet
from billhook.extraction.layout.candidate import Candidate, merge_candidates
from billhook.extraction.layout.lines import Cell
from billhook.extraction.resolve.resolution import Balances
from billhook.extraction.resolve.roll_forward import PAYMENT, SurePlaces, rolled_forward

Money = Candidate[Decimal] | None
Combination = tuple[Money, Money, Money, Money, Money]
"""Total, current charges, previous balance, payment, adjustment."""

MOST_OPTIONS = {
    "total_charges": 4,
    "current_charges": 3,
    "previous_close_balance": 2,
    "after_previous_total_payment": 2,
    "after_previous_charges": 2,
}
"""How many candidates of each field are combined."""

LATE_FEE = "after_previous_charges"
ADJUSTMENTS, MOST_ADJUSTMENTS = "adjustments", 2
"""Corrections and credits since the previous bill, of either sign; one is combined with the other amounts at a time."""

MOST_OTHERS = 3
"""How many taxes, opening balances and totals are tried in the equations."""

EQUATION, PARTLY, ABSENT = 1.5, 0.4, 0.12
WITH_TAX, ROUNDED = 0.9, 1.0
CONTRADICTED, UNCONFIRMED = -1.2, -0.6
TOTAL_AS_CHARGES, CHARGES_AS_TOTAL = 0.5, 0.6
"""The weights of a total as a candidate for the current charges, "total of this bill", and the reverse."""

OPENING_AS_PREVIOUS = 0.8
"""The weight of an opening balance as a candidate for the previous one: "balance brought forward"."""

NAMED = 0.5
"""A total with a label of this score makes the amounts without a label superfluous."""

SURE, RIVAL = 0.9, 0.8
"""The score of a total with a sure label, and that of the others which sums may prefer to it."""

ZERO = Decimal(0)


@dataclass(frozen=True)
class _Equations:
    """The amounts that the equations of a combination may use: taxes, and opening balances by value."""

    taxes: tuple[Decimal, ...]
    openings: Mapping[Decimal, Candidate[Decimal]]


def money_candidates(candidates: CandidateSet) -> dict[str, Candidates[Decimal]]:
    """The labelled amounts by field; where a label is missing, amounts that size, place or a witness identifies."""
    amounts = dict(candidates.amounts)
    totals = amounts["total_charges"]
    if not any(total.score > NAMED for total in totals):
        amounts["total_charges"] = tuple(merge_candidates([*totals, *candidates.prominent_amounts]))
        amounts["total_charges"] = tuple(merge_candidates([*amounts["total_charges"], *_charged(amounts)]))
    if candidates.witnessed_totals:
        amounts["total_charges"] = tuple(merge_candidates([*amounts["total_charges"], *candidates.witnessed_totals]))
    if not amounts[PAYMENT]:
        amounts[PAYMENT] = tuple(merge_candidates(list(candidates.offsetting_amounts)))
    return amounts


def _charged(amounts: Mapping[str, Candidates[Decimal]]) -> list[Candidate[Decimal]]:
    """The charges with a sure label, as totals of a bill that names no other: "Montant de la facture TTC"."""
    sure = [charged for charged in amounts["current_charges"] if charged.score >= SURE]
    return [charged.scored(charged.score * CHARGES_AS_TOTAL) for charged in sure]


def resolve_balances(candidates: CandidateSet, amounts: Mapping[str, Candidates[Decimal]]) -> Balances:
    """The balances of the labelled amounts; where they do not add up, amounts are identified by their order too."""
    balances = choose(amounts)
    if balances.previous is not None and balances.printed_current is not None and balances.adds_up:
        return balances
    totals = [total.value for total in amounts["total_charges"][:MOST_OTHERS]]
    ordered = rolled_forward(candidates.amount_sequences, totals, _sure_places(amounts))
    return choose(
        {name: tuple(merge_candidates([*labelled, *ordered.get(name, ())])) for name, labelled in amounts.items()}
    )


def _sure_places(amounts: Mapping[str, Candidates[Decimal]]) -> SurePlaces:
    """The fields that sure labels give to places on the page."""
    fields: dict[tuple[Cell, int], set[str]] = {}
    for name, labelled in amounts.items():
        for amount in labelled:
            if amount.score >= SURE:
                fields.setdefault((amount.cell, amount.start), set()).add(name)
    return fields


def choose(amounts: Mapping[str, Candidates[Decimal]]) -> Balances:
    """The combination of candidates with the highest sum of scores and satisfied equations."""
    equations = _Equations(
        taxes=tuple(tax.value for tax in amounts["tax_charges"][:MOST_OTHERS]),
        openings={opening.value: opening for opening in amounts["current_open_balance"][:MOST_OTHERS]},
    )
    options = _options(amounts, equations)
    best: tuple[float, Combination] = (-1.0, (None, None, None, None, None))
    for combination in product(*options):
        score = _score(combination, equations)
        if score > best[0]:
            best = (score, combination)
    adjustment = best[1][-1]
    late_fee = adjustment.value if adjustment in amounts[LATE_FEE] else None
    return replace(_balances(best[1], equations), late_fee=late_fee)


def _options(
    amounts: Mapping[str, Candidates[Decimal]], equations: _Equations
) -> tuple[Sequence[Money], Sequence[Money], Sequence[Money], Sequence[Money], Sequence[Money]]:
    """The candidates of each amount of a combination, ``None`` for an absent one."""
    total, current, previous, payment, fee = (list(amounts[name][:most]) for name, most in MOST_OPTIONS.items())
    adjustment = [*fee, *amounts.get(ADJUSTMENTS, ())[:MOST_ADJUSTMENTS]]
    totals = amounts["total_charges"]
    total = _rivals(total)
    gross = [total.scored(total.score * TOTAL_AS_CHARGES) for total in totals[:MOST_OTHERS]]
    openings = [opening.scored(opening.score * OPENING_AS_PREVIOUS) for opening in equations.openings.values()]
    return (
        total if totals else [None],
        [*current, *gross, None],
        [*previous, None, *openings],
        [*payment, None],
        [*adjustment, None],
    )


def _rivals(totals: list[Candidate[Decimal]]) -> list[Candidate[Decimal]]:
    """The totals among which sums decide: beside a sure label only those of other sure labels."""
    if not totals or totals[0].score < SURE:
        return totals
    return [total for total in totals if total.score >= RIVAL]


def _score(combination: Combination, equations: _Equations) -> float:
    """The scores of the chosen candidates, and what the equations between them add or take away.

    A payment of this total is still to be made. That one printed amount is both charges and total proves neither.
    """
    total, current, previous, payment, adjustment = combination
    score = sum(amount.score if amount else -ABSENT for amount in combination)
    if _uses_twice(combination):
        return -1.0
    if adjustment and not previous:
        score -= adjustment.score
    if total and payment and not previous and payment.value == -total.value:
        score -= payment.score
    opening = _sum(previous, payment, adjustment)
    openings = _openings_besides(previous, equations)
    if opening is not None and openings:
        score += EQUATION if opening in openings else -PARTLY
    if previous and previous.value < 0:
        score -= PARTLY
    if total and current:
        equation = _total_score(total.value, current.value, opening, _Equations(equations.taxes, openings))
        return score + (min(equation, PARTLY) if current.is_at(total) else equation)
    if total and opening is not None and (opening == ZERO or opening in openings):
        score += PARTLY / 2
    return score


def _uses_twice(combination: Combination) -> bool:
    """Whether two fields use the same printed amount; charges may share the amount of an equal total."""
    total, current = combination[:2]
    places = [(amount.cell, amount.start) for amount in combination if amount and amount is not current]
    is_shared = current is not None and (current.cell, current.start) in places
    is_total = current is not None and total is not None and total.value == current.value
    return len(set(places)) < len(places) or (is_shared and not is_total)


def _openings_besides(previous: Money, equations: _Equations) -> Mapping[Decimal, Candidate[Decimal]]:
    """The opening balances that are not printed at the place of the previous balance."""
    if previous is None:
        return equations.openings
    return {value: opening for value, opening in equations.openings.items() if not previous.is_at(opening)}


def _total_score(total: Decimal, current: Decimal, opening: Decimal | None, equations: _Equations) -> float:
    """The score of the equation from the opening balance over the charges to the total; negative if it fails."""
    bases = [opening] if opening is not None else [*equations.openings, ZERO]
    for base in bases:
        score = EQUATION if base != ZERO or opening is not None else PARTLY
        if base + current == total:
            return score
        if current and any(base + current + tax == total for tax in equations.taxes):
            return WITH_TAX * score
    if any(is_rounding(total, base + current + tax) for base in bases for tax in (ZERO, *equations.taxes)):
        return ROUNDED
    return CONTRADICTED if opening is not None else UNCONFIRMED


def _sum(*amounts: Money) -> Decimal | None:
    values = [amount.value for amount in amounts if amount]
    return sum(values, ZERO) if values else None


def _balances(combination: Combination, equations: _Equations) -> Balances:
    total, current, previous, payment, adjustment = combination
    opening = _opening(combination, equations)
    printed = equations.openings.get(opening) if opening is not None else None
    gross = _gross(total, current, opening, equations.taxes)
    return Balances(total, previous, payment, adjustment, printed, current, gross, opening)


def _opening(combination: Combination, equations: _Equations) -> Decimal | None:
    total, current, previous, payment, adjustment = combination
    opening, openings = _sum(previous, payment, adjustment), equations.openings
    if opening is None:
        return _printed_opening(total, current, equations)
    if previous and not payment and not adjustment and openings and opening not in openings:
        return next(iter(openings))
    return opening


def _gross(total: Money, current: Money, opening: Decimal | None, taxes: Sequence[Decimal]) -> Decimal | None:
    base = opening or ZERO
    if total and current:
        with_tax = (current.value + tax for tax in taxes if base + current.value + tax == total.value)
        return current.value if base + current.value == total.value else next(with_tax, current.value)
    if total:
        return total.value - base
    return current.value if current else None


def _printed_opening(total: Money, current: Money, equations: _Equations) -> Decimal | None:
    """The printed opening balance that fits between charges and total; without both, the likeliest."""
    if total and current:
        for base in equations.openings:
            if any(base + current.value + tax == total.value for tax in (ZERO, *equations.taxes)):
                return base
        if total.value == current.value:
            return None
    return next(iter(equations.openings), None)
