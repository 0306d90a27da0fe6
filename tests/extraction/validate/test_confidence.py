"""Features of values, and the confidences computed from them."""

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import pytest

from billhook.domain.bill import Bill, ChargeType, Check, Evidence, LineItem, Usage
from billhook.extraction.pipeline.pipeline import extract, extract_bills
from billhook.extraction.validate import confidence
from billhook.extraction.validate.confidence import (
    DIFFERING,
    MOST,
    SCORE_STEPS,
    ConfidenceFeatures,
    confidence_of,
    features_of,
    field_of,
)
from tests.bills import open as in_the_open
from tests.bills.bundles import recognised
from tests.extraction.pages import METERED, Row, text_of_rows

ROW: Row = {40: "Total", 300: "$59.43"}


def features_at(pointer: str, bill: Bill, text: str, *rows: Row) -> ConfidenceFeatures:
    """The features of the value at ``pointer``, printed as ``text`` among ``rows``."""
    document_text = text_of_rows(*rows)
    (page,) = document_text.pages
    word = next(word for word in page.words if word.text == text)
    evidence = {pointer: Evidence(page=1, box=word.box, text=text, confidence=0.8)}
    return features_of(bill.with_evidence(evidence), document_text)[pointer]


def test_features_of_number_after_digit_may_be_truncated() -> None:
    truncated = features_at("totalCharges", Bill(), "059.43", {40: "Total 1 059.43"})
    whole = features_at("totalCharges", Bill(), "$59.43", {40: "Total 2025", 300: "$59.43"}, {40: "Please pay $59.43"})

    assert (truncated.maybe_truncated, truncated.occurrences) == (True, 1)
    assert (whole.maybe_truncated, whole.occurrences) == (False, 2)


@pytest.mark.parametrize(
    ("number", "slip", "is_in"),
    [
        ("4471-9920", ">01>0044719920017<", True),
        ("4471-9920", "44719920", False),
        ("447-19", "0044719001", False),
    ],
)
def test_features_find_number_in_longer_code(number: str, slip: str, is_in: bool) -> None:
    rows: tuple[Row, ...] = ({40: "Account", 300: number}, {40: "Account", 300: number}, {40: slip})

    assert features_at("accountNumber", Bill(), number, *rows).in_longer_code is is_in


def test_features_of_amount_are_in_no_longer_code() -> None:
    assert not features_at("totalCharges", Bill(), "1234.56", {40: "1234.56"}, {40: "00123456"}).in_longer_code


def test_features_count_passed_checks_that_are_not_weak() -> None:
    passed, weak, failed = (
        Check(name=name, holds=holds, detail="")
        for name, holds in (("total-adds-up", True), ("due-after-bill", True), ("a-new-check", False))
    )

    def support(*checks: Check) -> str:
        return features_at("totalCharges", Bill(checks=checks), "$59.43", ROW).check_support

    assert support(passed, weak) == "hold 1"
    assert support(weak) == "hold 0"
    assert support(passed, failed) == "fail"


@pytest.mark.parametrize(
    ("pointer", "bill", "context"),
    [
        ("taxCharges", Bill(tax_charges=Decimal(5)), "not itemised"),
        (
            "taxCharges",
            Bill(tax_charges=Decimal(5), line_items=(LineItem(total_charge=Decimal(5), charge_type=ChargeType.TAX),)),
            "itemised",
        ),
        (
            "afterPreviousTotalPayment",
            Bill(previous_close_balance=Decimal(9), after_previous_total_payment=Decimal(-9)),
            "pays all",
        ),
        ("dueDate", Bill(bill_date=date(2025, 1, 1), due_date=date(2025, 1, 20)), "in time"),
        (
            "usageData/0/usage",
            Bill(usage_data=(Usage(usage=Decimal(9), usage_units="kWh"),)),
            "unbilled without readings in kWh",
        ),
        (
            "usageData/0/startDate",
            Bill(usage_data=(Usage(start_date=date(2025, 1, 1), end_date=date(2025, 1, 31)),)),
            "usual length",
        ),
        ("lineItems/0/totalCharge", Bill(line_items=(LineItem(total_charge=Decimal(9)),)), "one of few"),
        ("totalCharges", Bill(), ""),
    ],
)
def test_features_context_relates_value_to_others(pointer: str, bill: Bill, context: str) -> None:
    assert features_at(pointer, bill, "$59.43", ROW).context == context


def test_field_of_drops_index() -> None:
    assert field_of("usageData/0/startDate") == "usageData.startDate"
    assert field_of("totalCharges") == "totalCharges"


FEATURES = ConfidenceFeatures(
    "totalCharges",
    "hold 1",
    all_checks_pass=True,
    is_ocr=False,
    occurrences=2,
    maybe_truncated=False,
    context="",
    score=0.5,
    ocr_confidence=1.0,
)
WEIGHTS = json.loads(Path(confidence.__file__).with_name("weights.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("field", ["totalCharges", "dueDate", "usageData.usage", "lineItems.totalCharge", "unheard"])
def test_confidence_never_falls_as_score_rises(field: str) -> None:
    features = [replace(FEATURES, field=field, score=score) for score in (0.0, *SCORE_STEPS, 1.0)]

    confidences = [confidence_of(step, WEIGHTS) for step in features]

    assert all(low <= high for low, high in pairwise(confidences))


def test_confidence_is_lower_when_check_fails() -> None:
    passed = replace(FEATURES, score=0.99)
    failed = replace(passed, check_support="fail", all_checks_pass=False)

    assert confidence_of(failed, WEIGHTS) < confidence_of(passed, WEIGHTS)


def test_confidence_never_exceeds_ocr_confidence() -> None:
    assert confidence_of(replace(FEATURES, score=0.99, is_ocr=True, ocr_confidence=0.61), WEIGHTS) == 0.61


def test_extract_calibrates_evidence_and_keeps_its_text() -> None:
    made = in_the_open.bill(11, "US")
    document_text = recognised(made.reading, 11)

    (raw,) = extract_bills(document_text).bills
    (bill,) = extract(document_text).bills

    assert {pointer: evidence.text for pointer, evidence in bill.evidence.items()} == {
        pointer: evidence.text for pointer, evidence in raw.evidence.items()
    }
    assert all(0 <= evidence.confidence <= MOST for evidence in bill.evidence.values())


def test_calibrated_wrong_meter_point_is_doubtful() -> None:
    rows = ({60: "MPAN", 200: "1800021679849"}, *METERED, {60: "Total amount due", -500: "$121.00"})

    (bill,) = extract(text_of_rows(*rows)).bills

    (pointer,) = (key for key, item in bill.evidence.items() if item.text == "1800021679849")
    assert bill.evidence[pointer].confidence <= DIFFERING
