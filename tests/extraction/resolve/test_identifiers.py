"""Account, invoice number, meters and supply points."""

from billhook.extraction.candidates.candidate_set import CandidateSet, MeterPoint
from billhook.extraction.resolve.identifiers import account_candidates, resolve_invoice_id, resolve_meter_points
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


def test_resolve_meter_points_without_label_take_codes_of_readings() -> None:
    candidates = candidates_of(
        {40: "Electricity"},
        {160: "Previous reading", 280: "Current reading", 400: "kWh used"},
        {40: "AB12345678", 160: "10012", 280: "10512", 400: "500"},
    )

    assert [(point.type, point.number.value) for point in resolve_meter_points(candidates, None)] == [
        ("METER", "AB12345678")
    ]
