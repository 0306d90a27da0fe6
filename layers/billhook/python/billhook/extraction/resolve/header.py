"""The head of a bill: account, invoice number, meters and supply points, bill date, due date and period."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from billhook.extraction.candidates.candidate_set import Candidates, CandidateSet, MeterPoint, Period
from billhook.extraction.layout.candidate import Candidate, merge_candidates
from billhook.extraction.resolve.resolution import Dates, Service

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


Day = Candidate[date] | None

IN_ORDER, OUT_OF_ORDER = 0.3, -0.7
LONGEST_TERM = timedelta(days=100)
MOST_BILL_DATES, MOST_DUE_DATES = 3, 4
USUAL_DAYS = ((30, 5), (61, 4), (91, 5), (182, 5), (365, 6))
"""Lengths of billing periods and their tolerance: one, two, three, six and twelve months."""

USUAL, UNUSUAL, FAR = 0.05, -0.1, -0.35
EARLIEST_BILL, LATEST_BILL = -20, 75
"""Days from the end of a period to the bill date; outside this range the period is unlikely."""

LONGEST_WHOLE, MOST_PARTS, NEXT_DAY = timedelta(days=190), 4, timedelta(days=1)
"""The longest period that is taken as a whole of parts, their number, and the days between two of them."""

JOINED, LEAST_WHOLE = 0.15, 0.4
"""How far a whole ranks above its parts, and what it must score without them."""

UNLABELLED_REACH = timedelta(days=60)
"""The range of an unlabelled bill date where only one of service end and due date is known."""

SHORTEST_TERM, UNLABELLED_TERM = timedelta(days=3), timedelta(days=60)


def resolve_dates(candidates: CandidateSet, services: Iterable[Service]) -> Dates:
    """The dates with labels, chosen as a pair; then the period; then dates without labels that fit to these."""
    billed, due = _in_order(candidates)
    period = _likeliest(_periods(candidates, services, billed, due), billed)
    if billed is None:
        billed = _unlabelled_bill_date(candidates, period, due)
    if due is None:
        due = _unlabelled_due_date(candidates, billed)
    return Dates(billed, due, period)


def _in_order(candidates: CandidateSet) -> tuple[Day, Day]:
    billed = (*_named(candidates, "bill_date")[:MOST_BILL_DATES], None)
    due = (*_named(candidates, "due_date")[:MOST_DUE_DATES], None)
    return max(((bill, day) for bill in billed for day in due), key=lambda pair: _score(*pair))


def _named(candidates: CandidateSet, name: str) -> Candidates[date]:
    """The dates that labels or witnesses name, best first."""
    witnessed = candidates.witnessed_dates.get(name, ())
    if not witnessed:
        return candidates.dates[name]
    return tuple(merge_candidates([*candidates.dates[name], *witnessed]))


def _score(bill: Day, due: Day) -> float:
    score = (bill.score if bill else 0.0) + (due.score if due else 0.0)
    if bill and due:
        is_in_order = timedelta(0) <= due.value - bill.value <= LONGEST_TERM
        score += IN_ORDER if is_in_order and not bill.is_at(due) else OUT_OF_ORDER
    return score


def _periods(candidates: CandidateSet, services: Iterable[Service], billed: Day, due: Day) -> list[Candidate[Period]]:
    """The periods with labels and those between readings, without bill date and due date side by side."""
    read = [row.period for service in services for row in service.rows if row.period]
    term = (billed.value, due.value) if billed and due else None
    return [period for period in merge_candidates([*candidates.periods, *read]) if period.value != term]


def _likeliest(periods: Iterable[Candidate[Period]], billed: Day) -> Candidate[Period] | None:
    """The period with the best score, by its length and the distance of its end from the bill date."""
    every = list(periods)

    def score(period: Candidate[Period]) -> float:
        start, end = period.value
        is_usual = any(abs((end - start).days - days) <= tolerance for days, tolerance in USUAL_DAYS)
        is_far = billed is not None and not EARLIEST_BILL <= (billed.value - end).days <= LATEST_BILL
        total = max(period.score, _joined_score(period, every)) + (USUAL if is_usual else UNUSUAL)
        return total + FAR if is_far or _is_earlier(period, every, billed) else total

    return max(every, key=score, default=None)


def _is_earlier(period: Candidate[Period], periods: Iterable[Candidate[Period]], billed: Day) -> bool:
    """Whether another period begins where this one ends, and ends before the bill date: this one was billed before."""
    last = period.value[1]
    return billed is not None and any(_follows(other, last) and other.value[1] <= billed.value for other in periods)


def _joined_score(whole: Candidate[Period], periods: Sequence[Candidate[Period]]) -> float:
    """The score of a period that others join to: a bill may charge for its parts, at a price or a register each."""
    start, end = whole.value
    if end - start > LONGEST_WHOLE or whole.score < LEAST_WHOLE:
        return 0.0
    parts = [period for period in periods if period.value != whole.value]
    chain = [part for part in parts if part.value[0] == start and part.value[1] < end]
    for _ in range(MOST_PARTS - 1):
        reached = {part.value[1]: part for part in chain}
        chain = [part for part in parts if any(_follows(part, last) for last in reached) and part.value[1] <= end]
        if last := next((part for part in chain if part.value[1] == end), None):
            return last.score + JOINED
    return 0.0


def _follows(part: Candidate[Period], last: date) -> bool:
    """Whether a period begins on the day ``last`` or on the next one."""
    return timedelta(0) <= part.value[0] - last <= NEXT_DAY and part.value[1] > last


def _unlabelled_bill_date(candidates: CandidateSet, period: Candidate[Period] | None, due: Day) -> Day:
    """The first date without a label from the end of service on and before the due date."""
    end, last = period and period.value[1], due and due.value
    if not end and not last:
        return None
    first = end or (last or date.max) - UNLABELLED_REACH
    last = last or (end or date.min) + UNLABELLED_REACH
    return next((day for day in candidates.unlabelled_dates if first <= day.value < last), None)


def _unlabelled_due_date(candidates: CandidateSet, billed: Day) -> Day:
    """The most frequent date without a label within a usual term after the bill date."""
    if billed is None:
        return None
    first, last = billed.value + SHORTEST_TERM, billed.value + UNLABELLED_TERM
    return next((day for day in candidates.repeated_dates if first <= day.value <= last), None)
