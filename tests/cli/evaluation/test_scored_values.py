"""Extracted values: whether they are right and their checks pass."""

from billhook.cli.evaluation.comparison import scores_of
from billhook.cli.evaluation.scored_values import ScoredValue, correctness, scored_values
from tests.cli.evaluation.records import DOCUMENT, TRUTH, prediction


def test_correctness_covers_readings_that_are_not_scored() -> None:
    truth = {**TRUTH, "readings": [10334, 10946]}
    usage = {"previousReading": "10334", "currentReading": "10949", "identifiers": []}
    evidence = {f"usageData/0/{name}": {"confidence": 0.9} for name in ("previousReading", "currentReading")}

    judgements = correctness(truth, {**DOCUMENT, "usageData": [usage], "evidence": evidence})

    assert {pointer.rsplit("/", 1)[1]: right for pointer, (_, right) in judgements.items()} == {
        "previousReading": True,
        "currentReading": False,
    }
    assert "readings" not in scores_of(truth, prediction())


def test_scored_values_fail_only_checks_of_their_field() -> None:
    values = {value.field: value for value in scored_values(TRUTH, DOCUMENT)}

    assert values["invoice_number"] == ScoredValue("invoice_number", 0.97, passes=True, right=False)
    assert values["total_due"] == ScoredValue("total_due", 0.95, passes=False, right=True)
    assert values["bill_date"].passes
    assert values["line_items"].right
    assert "usageData/0/tariff" not in correctness(TRUTH, DOCUMENT)
