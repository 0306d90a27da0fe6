"""The account, the invoice number, and the meters and supply points of the bill."""

from collections.abc import Iterable

from billhook.extraction.candidates.candidate_set import Candidates, CandidateSet, MeterPoint
from billhook.extraction.layout.candidate import Candidate

NAMED = 0.5
"""An account with a label of this score makes codes without a label superfluous."""

LEAST = 0.44
"""An invoice number counts from this score on: many numbers are printed beside the word "invoice"."""


def account_candidates(candidates: CandidateSet) -> Candidates[str]:
    """The account numbers, best first; without a sure one, codes that are printed repeatedly."""
    named = candidates.account_numbers
    if any(account.score > NAMED for account in named):
        return named
    return tuple(sorted((*named, *candidates.repeated_codes), key=lambda account: -account.score))


def resolve_invoice_id(candidates: CandidateSet, account: Candidate[str] | None) -> Candidate[str] | None:
    """The best invoice number that is not the account number; else one in another line than the account number."""
    numbers = [number for number in candidates.invoice_numbers if number.score > LEAST]
    if account is None:
        return next(iter(numbers), None)
    others = [number for number in numbers if number.value != account.value]
    elsewhere = [number for number in numbers if number.cell.line is not account.cell.line]
    return next(iter((*others, *elsewhere)), None)


def resolve_meter_points(candidates: CandidateSet, account: Candidate[str] | None) -> tuple[MeterPoint, ...]:
    """The meters and supply points; if no label names a meter, the codes in rows of readings are meters."""
    points = tuple(point for point in candidates.meter_points if account is None or point.number.value != account.value)
    if any(point.type == "METER" for point in points):
        return points
    codes = (row.code for row in candidates.meter_rows if row.code)
    return (*points, *_meters(codes))


def _meters(codes: Iterable[Candidate[str]]) -> list[MeterPoint]:
    by_number = {code.value: code for code in codes}
    return [MeterPoint("METER", code) for code in by_number.values()]
