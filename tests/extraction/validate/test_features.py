"""Features that the confidence of a value is computed from."""

from datetime import date
from decimal import Decimal

import pytest

from billhook.domain.bill import Bill, ChargeType, Check, Evidence, LineItem, Usage
from billhook.extraction.validate.features import ConfidenceFeatures, features_of, field_of
from tests.extraction.pages import Row, text_of_rows

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
