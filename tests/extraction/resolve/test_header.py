"""The head of a bill: identifiers, and dates that are in order."""

from collections.abc import Mapping
from datetime import date

from billhook.extraction.candidates.candidate_set import Candidates, CandidateSet, MeterPoint, Period
from billhook.extraction.resolve.header import (
    account_candidates,
    resolve_dates,
    resolve_invoice_id,
    resolve_meter_points,
)
from tests.extraction.pages import candidate, candidates_of


def test_account_candidates_sure_label_excludes_repeated_codes() -> None:
    sure, weak, repeated = candidate("1234567", 0.9), candidate("1234567", 0.3), candidate("7654321", 0.4)

    assert account_candidates(CandidateSet(account_numbers=(sure,), repeated_codes=(repeated,))) == (sure,)
    assert account_candidates(CandidateSet(account_numbers=(weak,), repeated_codes=(repeated,))) == (repeated, weak)


def test_resolve_invoice_id_differs_from_account() -> None:
    account, invoice = candidate("1234567"), candidate("998877", 0.6)
    candidates = CandidateSet(invoice_numbers=(candidate("1234567", 0.9), invoice))

    assert resolve_invoice_id(candidates, account) == invoice
    assert resolve_invoice_id(candidates, None) == candidates.invoice_numbers[0]


def test_resolve_invoice_id_ignores_weak_candidates() -> None:
    assert resolve_invoice_id(CandidateSet(invoice_numbers=(candidate("998877", 0.4),)), None) is None


def test_resolve_meter_points_exclude_account() -> None:
    account, meter = candidate("1234567"), MeterPoint("METER", candidate("M998877"))
    candidates = CandidateSet(meter_points=(MeterPoint("METER", account), meter))

    assert resolve_meter_points(candidates, account) == (meter,)


def test_resolve_meter_points_without_label_are_reading_codes() -> None:
    candidates = candidates_of(
        {40: "Electricity"},
        {160: "Previous reading", 280: "Current reading", 400: "kWh used"},
        {40: "AB12345678", 160: "10012", 280: "10512", 400: "500"},
    )

    assert [(point.type, point.number.value) for point in resolve_meter_points(candidates, None)] == [
        ("METER", "AB12345678")
    ]


JANUARY = (date(2025, 1, 1), date(2025, 1, 31))


def named(bill: Candidates[date] = (), due: Candidates[date] = ()) -> Mapping[str, Candidates[date]]:
    return {"bill_date": bill, "due_date": due}


def periods(*spans: Period) -> Candidates[Period]:
    return tuple(candidate(span, 0.5) for span in spans)


def test_resolve_dates_prefers_pair_in_order() -> None:
    bill = (candidate(date(2025, 3, 1), 0.9), candidate(date(2025, 2, 3), 0.8))
    due = (candidate(date(2025, 2, 20), 0.9),)

    dates = resolve_dates(CandidateSet(dates=named(bill, due)), ())

    assert (dates.bill_date, dates.due_date) == (bill[1], due[0])


def test_resolve_dates_period_has_usual_length() -> None:
    candidates = CandidateSet(dates=named(), periods=periods((date(2025, 1, 1), date(2025, 1, 12)), JANUARY))

    period = resolve_dates(candidates, ()).period

    assert period is not None
    assert period.value == JANUARY


def test_resolve_dates_period_ends_near_bill_date() -> None:
    bill = (candidate(date(2025, 2, 3)),)
    candidates = CandidateSet(dates=named(bill), periods=periods((date(2023, 1, 1), date(2023, 1, 31)), JANUARY))

    period = resolve_dates(candidates, ()).period

    assert period is not None
    assert period.value == JANUARY


def test_resolve_dates_period_is_the_last_of_a_row() -> None:
    """A table of earlier bills stands beside a sentence that names the days of this one."""
    earlier, current = (date(2024, 9, 28), date(2024, 12, 31)), (date(2025, 1, 1), date(2025, 1, 31))
    spans = (candidate(earlier, 0.7), candidate(current, 0.4))

    def chosen(*billed: date) -> Period | None:
        bill = tuple(candidate(day) for day in billed)
        period = resolve_dates(CandidateSet(dates=named(bill), periods=spans), ()).period
        return period and period.value

    assert chosen(date(2025, 2, 3)) == current
    assert chosen(date(2025, 1, 3)) == earlier


def test_resolve_dates_bill_and_due_date_are_no_period() -> None:
    bill, due = candidate(date(2025, 2, 3)), candidate(date(2025, 3, 3))
    candidates = CandidateSet(dates=named((bill,), (due,)), periods=periods((bill.value, due.value)))

    assert resolve_dates(candidates, ()).period is None


def test_resolve_dates_unlabelled_dates_follow_period() -> None:
    early, billed, due = (candidate(date(2025, month, 5), 0.3) for month in (1, 2, 3))
    candidates = CandidateSet(
        dates=named(), periods=periods(JANUARY), unlabelled_dates=(early, billed), repeated_dates=(billed, due)
    )

    dates = resolve_dates(candidates, ())

    assert (dates.bill_date, dates.due_date) == (billed, due)


def test_resolve_dates_period_joins_its_parts() -> None:
    """Two prices in one period: the parts are printed once per charge, the whole once."""
    first, second = (date(2026, 2, 11), date(2026, 2, 20)), (date(2026, 2, 20), date(2026, 3, 12))
    whole = candidate((first[0], second[1]), 0.45)
    parts = (candidate(first, 0.9), candidate(second, 0.9))

    period = resolve_dates(CandidateSet(dates=named(), periods=(*parts, whole)), ()).period

    assert period is not None
    assert period.value == whole.value


def test_resolve_dates_period_is_no_sum_of_a_year() -> None:
    months = [(date(2025, month, 1), date(2025, month + 1, 1)) for month in range(1, 9)]
    spans = (*(candidate(month, 0.6) for month in months), candidate((months[0][0], months[-1][1]), 0.45))

    period = resolve_dates(CandidateSet(dates=named(), periods=spans), ()).period

    assert period is not None
    assert period.value in months
