"""Bill date, due date and period: the likeliest ones that stand in order."""

from datetime import date, timedelta

from billhook.extraction.resolve.resolution import Resolution
from billhook.extraction.build.builder import BillBuilder
from billhook.extraction.layout.candidate import Candidate, merge_candidates
from billhook.extraction.candidates.candidate_set import Period
from billhook.extraction.candidates.reading_dates import reading_periods
from billhook.extraction.candidates.unlabelled import dated_between, due_after

IN_ORDER, OUT_OF_ORDER = 0.3, -0.7
LONGEST_TERM = timedelta(days=100)
USUAL_DAYS = ((30, 5), (61, 4), (91, 5), (182, 5), (365, 6))
"""Lengths of billing periods and how far they vary: one, two, three, six and twelve months."""


def put(draft: BillBuilder, claims: Resolution) -> Candidate[Period] | None:
    """Fill in the two dates; the period belongs to the usage and is handed back."""
    billed, due = _in_order(claims.calendar.named["bill_date"][:3], claims.calendar.named["due_date"][:4])
    rows = (row for service in claims.services for row in service.rows)
    read = reading_periods(claims.doc, rows, claims.calendar.anchor)
    periods = [one for one in merge_candidates([*claims.calendar.periods, *read]) if not _is_term(one.value, billed, due)]
    period = _likeliest(periods, billed.value if billed else None)
    if billed is None:
        unnamed = dated_between(claims.doc, period.value[1] if period else None, due.value if due else None)
        billed = next(iter(unnamed), None)
    if due is None:
        due = next(iter(due_after(claims.doc, billed.value if billed else None)), None)
    draft.put("bill_date", billed)
    draft.put("due_date", due)
    return period


def _is_term(period: Period, billed: Candidate[date] | None, due: Candidate[date] | None) -> bool:
    """Whether a period is no more than the bill date and the due date side by side."""
    return bool(billed and due) and period == (billed and billed.value, due and due.value)


def _in_order(
    bills: list[Candidate[date]], dues: list[Candidate[date]]
) -> tuple[Candidate[date] | None, Candidate[date] | None]:
    pairs = [(bill, due) for bill in (*bills, None) for due in (*dues, None)]
    return max(pairs, key=lambda pair: _belief(*pair))


def _belief(bill: Candidate[date] | None, due: Candidate[date] | None) -> float:
    score = (bill.score if bill else 0.0) + (due.score if due else 0.0)
    if bill and due:
        apart = (bill.cell, bill.start) != (due.cell, due.start)
        in_order = apart and timedelta(0) <= due.value - bill.value <= LONGEST_TERM
        score += IN_ORDER if in_order else OUT_OF_ORDER
    return score


def _likeliest(periods: list[Candidate[Period]], billed: date | None) -> Candidate[Period] | None:
    """The best supported period that ends near the bill date and has a usual length."""

    def fitness(one: Candidate[Period]) -> float:
        start, end = one.value
        usual = any(abs((end - start).days - days) <= slack for days, slack in USUAL_DAYS)
        score = one.score + (0.05 if usual else -0.1)
        return score - 0.35 if billed and not -20 <= (billed - end).days <= 75 else score

    return max(periods, key=fitness, default=None)
