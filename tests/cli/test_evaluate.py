"""``billhook evaluate``: rates over the truth that the user has, and what confidences are worth."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import Result

from billhook.cli.evaluation.comparison import scores_of
from billhook.cli.evaluation.measurement import Measure, reliability, wilson
from billhook.cli.evaluation.scored_values import ScoredValue, judged_in, said_in
from billhook.cli.faults import CliError
from tests.bills import open as in_the_open

Run = Callable[..., Result]

TRUTH: dict[str, Any] = {
    "file": "bills/one.pdf", "is_utility_bill": True, "utility_name": "Cedar Falls Power & Light", "currency": "USD",
    "account_number": "55210-88713", "invoice_number": None, "bill_date": "2025-02-03", "total_due": 1107.77,
    "payments": -98.2, "current_charges": 107.77, "tax_total": 6.34,
    "usage": [{"quantity": 612, "unit": "kWh"}, {"quantity": 40, "unit": "therms"}],
    "line_items": [{"amount": 61.2}, {"amount": 61.2}, {"amount": 6.34}], "meter_numbers": ["40 118"],
    "alternatives": {"bill_date": ["2025-02-04"]}, "not_printed": ["invoice_number"],
}  # fmt: skip
DOCUMENT: dict[str, Any] = {
    "utilityName": "CEDAR FALLS POWER & LIGHT CO.", "chargesUnits": "USD", "accountNumber": "5521088713",
    "invoiceId": "771", "billDate": "2025-02-04", "totalCharges": "1107.77", "afterPreviousTotalPayment": "98.20",
    "currentCharges": "101.43", "taxCharges": "6.34", "credits": "0.00",
    "usageData": [{
        "usage": "612", "usageUnits": "KWH", "startDate": None, "endDate": None,
        "identifiers": [{"type": "METER", "value": "40118"}],
    }],
    "lineItems": [{"totalCharge": "61.20"}, {"totalCharge": "6.34"}],
    "checks": [{"name": "total-adds-up", "holds": False}, {"name": "rates-give-amounts", "holds": True}],
    "evidence": {
        "invoiceId": {"confidence": 0.97}, "totalCharges": {"confidence": 0.95}, "billDate": {"confidence": 0.6},
        "usageData/0/usage": {"confidence": 0.8}, "lineItems/1/totalCharge": {"confidence": 0.92},
        "usageData/0/tariff": {"confidence": 0.5},
    },
}  # fmt: skip


def prediction(**more: Any) -> dict[str, Any]:
    return {"file": "one.pdf", "isUtilityBill": True, "documents": [{**DOCUMENT, **more}]}


def test_each_field_is_compared_in_its_own_way() -> None:
    scores = scores_of(TRUTH, prediction())

    assert {name for name, score in scores.items() if score == 1} == {
        "is_utility_bill", "utility_name", "currency", "account_number", "bill_date", "total_due", "tax_total",
        "current_charges", "meter_numbers",
    }  # fmt: skip
    assert scores["payments"] == 0
    assert scores["usage"] == pytest.approx(2 / 3)
    assert scores["line_items"] == pytest.approx(4 / 5)
    assert "invoice_number" not in scores


@pytest.mark.parametrize(
    ("printed", "said", "worth"),
    [
        ("Ελαιώνας Ενέργεια Α.Ε.", "ΕΛΑΙΏΝΑΣ ΕΝΈΡΓΕΙΑ ΑΕ", 1.0),
        ("Ελαιώνας Ενέργεια Α.Ε.", "Λογαριασμός ρεύματος", 0.0),
        ("Wodociągi Brzozowo", "WODOCIAGI BRZOZOWO SP. Z O.O.", 1.0),
    ],
)
def test_names_are_compared_in_any_alphabet(printed: str, said: str, worth: float) -> None:
    truth, document = TRUTH | {"utility_name": printed}, DOCUMENT | {"utilityName": said}

    assert scores_of(truth, {"isUtilityBill": True, "documents": [document]})["utility_name"] == worth


def test_usage_that_some_bills_count_apart_may_be_said_or_not() -> None:
    water = {"quantity": 12, "unit": "m³"}
    truth = {**TRUTH, "usage": [water], "alternatives": {"usage": [water]}}
    said = {"usage": "12", "usageUnits": "m³"}

    worth = [scores_of(truth, prediction(usageData=[said] * times))["usage"] for times in (1, 2, 3)]

    assert worth == [1, 1, pytest.approx(4 / 5)]


def test_readings_are_judged_and_not_scored() -> None:
    truth = {**TRUTH, "readings": [10334, 10946]}
    usage = {"previousReading": "10334", "currentReading": "10949", "identifiers": []}
    evidence = {f"usageData/0/{name}": {"confidence": 0.9} for name in ("previousReading", "currentReading")}

    judged = judged_in(truth, {**DOCUMENT, "usageData": [usage], "evidence": evidence})

    assert {pointer.rsplit("/", 1)[1]: right for pointer, (_, right) in judged.items()} == {
        "previousReading": True,
        "currentReading": False,
    }
    assert "readings" not in scores_of(truth, prediction())


def test_a_look_alike_that_is_taken_for_a_bill_is_wrong_once() -> None:
    assert scores_of({"file": "x", "is_utility_bill": False}, prediction()) == {"is_utility_bill": 0.0}


def test_values_are_judged_one_by_one_and_a_failed_check_is_about_its_fields_only() -> None:
    said = {one.field: one for one in said_in(TRUTH, DOCUMENT)}

    assert said["invoice_number"] == ScoredValue("invoice_number", 0.97, passes=True, right=False)
    assert said["total_due"] == ScoredValue("total_due", 0.95, passes=False, right=True)
    assert said["bill_date"].passes
    assert said["line_items"].right
    assert "usageData/0/tariff" not in judged_in(TRUTH, DOCUMENT)


def test_a_file_of_several_bills_is_scored_bill_by_bill() -> None:
    measure = Measure()

    measure.add({"file": "x", "is_utility_bill": True, "documents": [TRUTH, TRUTH]}, prediction())

    rates = measure.fields()
    assert rates["documents"].rate == 0
    assert (rates["total_due"].rate, rates["total_due"].count) == (0.5, 2)


def test_borderline_files_are_left_out() -> None:
    measure = Measure()

    measure.add({**TRUTH, "borderline": True}, prediction())

    assert not measure.scores


@pytest.mark.parametrize(
    ("right", "count", "low", "high"),
    [(1.0, 10, 0.7225, 1.0), (0.5, 100, 0.4038, 0.5962), (0.0, 0, 0.0, 1.0)],
)
def test_intervals_are_those_of_wilson(right: float, count: int, low: float, high: float) -> None:
    assert wilson(right, count) == pytest.approx((low, high), abs=1e-4)


def test_reliability_shows_what_each_class_of_confidence_is_worth() -> None:
    said = [ScoredValue("total_due", 0.99, passes=True, right=True)] * 9 + [
        ScoredValue("usage", 0.99, passes=True, right=False)
    ]

    (row,) = reliability(said)

    assert (row["above"], row["upTo"], row["said"]) == (0.98, 1.0, 0.99)
    assert row["right"]["rate"] == 0.9


def test_a_folder_of_truth_and_bills_gives_rates(billhook: Run, tmp_path: Path) -> None:
    made = in_the_open.bill(5, "US")
    folder = tmp_path / "truth"
    folder.mkdir()
    (folder / "t.json").write_text(json.dumps(made.truth), encoding="utf-8")
    bill = tmp_path / made.file
    bill.write_bytes(made.sheet.pdf())

    done = billhook("evaluate", folder, bill, "--json", "--details")

    measured = json.loads(done.stdout)
    assert done.exit_code == 0
    assert measured["files"] == 1
    assert measured["fields"]["total_due"] == {"way": "numeric", "rate": 1.0, "count": 1, "low": 0.2065, "high": 1.0}
    assert [detail["file"] for detail in measured["details"]] == [str(bill)]


def test_predictions_written_before_need_no_reading(billhook: Run, tmp_path: Path) -> None:
    (tmp_path / "t.json").write_text(json.dumps(TRUTH), encoding="utf-8")
    lines = tmp_path / "read.ndjson"
    lines.write_text(json.dumps(prediction()) + "\n" + json.dumps({**prediction(), "file": "two.pdf"}) + "\n")

    done = billhook("evaluate", tmp_path, lines)

    assert done.exit_code == 0
    assert "payments           numeric    0.0%" in done.stdout
    assert "no truth for: two.pdf" in done.stderr


def test_without_any_truth_nothing_is_measured(billhook: Run, tmp_path: Path) -> None:
    lines = tmp_path / "read.ndjson"
    lines.write_text(json.dumps(prediction()) + "\n")

    done = billhook("evaluate", tmp_path, lines)

    assert isinstance(done.exception, CliError)
