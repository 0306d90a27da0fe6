"""Scores of extracted fields against the truth."""

import pytest

from billhook.cli.evaluation.comparison import digest_of, scores_of
from tests.cli.evaluation.records import DOCUMENT, TRUTH, prediction


def test_scores_of_compares_each_field_by_its_kind() -> None:
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
    ("printed", "extracted", "score"),
    [
        ("Ελαιώνας Ενέργεια Α.Ε.", "ΕΛΑΙΏΝΑΣ ΕΝΈΡΓΕΙΑ ΑΕ", 1.0),
        ("Ελαιώνας Ενέργεια Α.Ε.", "Λογαριασμός ρεύματος", 0.0),
        ("Wodociągi Brzozowo", "WODOCIAGI BRZOZOWO SP. Z O.O.", 1.0),
    ],
)
def test_scores_of_compares_names_in_any_alphabet(printed: str, extracted: str, score: float) -> None:
    truth, document = TRUTH | {"utility_name": printed}, DOCUMENT | {"utilityName": extracted}

    assert scores_of(truth, {"isUtilityBill": True, "documents": [document]})["utility_name"] == score


def test_scores_of_accepts_usage_with_or_without_alternatives() -> None:
    water = {"quantity": 12, "unit": "m³"}
    truth = {**TRUTH, "usage": [water], "alternatives": {"usage": [water]}}
    entry = {"usage": "12", "usageUnits": "m³"}

    scores = [scores_of(truth, prediction(usageData=[entry] * times))["usage"] for times in (1, 2, 3)]

    assert scores == [1, 1, pytest.approx(4 / 5)]


def test_scores_of_look_alike_scores_one_field() -> None:
    assert scores_of({"file": "x", "is_utility_bill": False}, prediction()) == {"is_utility_bill": 0.0}


def test_scores_of_compares_codes_kept_as_digests() -> None:
    numbers = [digest_of(number) for number in TRUTH["meter_numbers"]]
    truth = TRUTH | {"account_number": digest_of(TRUTH["account_number"]), "meter_numbers": numbers}

    scores = scores_of(truth, prediction())

    assert (scores["account_number"], scores["meter_numbers"]) == (1, 1)
    assert scores_of(truth | {"account_number": digest_of("0")}, prediction())["account_number"] == 0
    assert scores_of(truth | {"meter_numbers": [digest_of("0")]}, prediction())["meter_numbers"] == 0
