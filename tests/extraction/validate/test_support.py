"""The signs that speak for a value."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from billhook.domain.bill import Bill, Check, Evidence, Identifier, LineItem, Usage
from billhook.extraction.data.source import extra_data
from billhook.extraction.validate.checks import CLOSE, Print, Support
from billhook.extraction.validate.confidence import DOUBTED
from tests.extraction.pages import METERED, Row, bill_of, text_of_rows

LABEL_ONLY = Print(score=0.9, rival=0.0, times=1, context="")
TWICE = Print(score=0.9, rival=0.0, times=2, context="")
PRINTED = Evidence(page=1, box=None, text="", confidence=0.9)


def passed(*names: str) -> tuple[Check, ...]:
    return tuple(Check(name=name, holds=True, detail="") for name in names)


def amounts(**values: str) -> Bill:
    """A bill of amounts that are all printed, all checks of sums passed."""
    fields = {name: Decimal(value) for name, value in values.items()}
    names = ("previousCloseBalance", "afterPreviousTotalPayment", "currentOpenBalance", "currentCharges")
    checks = passed("total-adds-up", "balance-rolls-forward")
    return Bill(**fields, checks=checks, evidence=dict.fromkeys(names, PRINTED))


def test_support_label_alone_is_not_enough() -> None:
    support = Support.of(Bill())

    assert not support.is_enough("accountNumber", LABEL_ONLY)
    assert support.is_enough("accountNumber", TWICE)


def test_support_close_rival_outweighs_every_sign() -> None:
    support = Support.of(Bill())

    assert not support.is_enough("accountNumber", TWICE._replace(rival=CLOSE * TWICE.score))
    assert support.is_enough("accountNumber", TWICE._replace(rival=CLOSE * TWICE.score - 0.01))


def test_support_number_behind_a_digit_is_not_enough() -> None:
    assert not Support.of(Bill()).is_enough("accountNumber", TWICE._replace(is_whole=False))


def test_support_total_of_two_amounts_is_proven() -> None:
    bill = amounts(current_open_balance="20", current_charges="80", total_charges="100")

    assert Support.of(bill).is_enough("totalCharges", LABEL_ONLY)


@pytest.mark.parametrize(
    "values",
    [
        {"current_open_balance": "0", "current_charges": "100", "total_charges": "100"},
        {"current_open_balance": "-80", "current_charges": "80", "total_charges": "0"},
    ],
)
def test_support_trivial_identity_proves_no_total(values: dict[str, str]) -> None:
    assert not Support.of(amounts(**values)).is_enough("totalCharges", LABEL_ONLY)


def test_support_failed_check_proves_nothing() -> None:
    bill = amounts(current_open_balance="20", current_charges="80", total_charges="100")

    assert not Support.of(bill.with_checks(())).is_enough("totalCharges", LABEL_ONLY)


def test_support_payment_of_the_previous_balance_proves_both() -> None:
    support = Support.of(amounts(previous_close_balance="75", after_previous_total_payment="-75"))

    assert support.is_enough("previousCloseBalance", LABEL_ONLY)
    assert support.is_enough("afterPreviousTotalPayment", LABEL_ONLY)


def test_support_rolled_balance_needs_printed_result() -> None:
    bill = amounts(previous_close_balance="75", after_previous_total_payment="-30", current_open_balance="45")
    inferred = bill.with_evidence({name: item for name, item in bill.evidence.items() if name != "currentOpenBalance"})

    assert Support.of(bill).is_enough("previousCloseBalance", LABEL_ONLY)
    assert not Support.of(inferred).is_enough("previousCloseBalance", LABEL_ONLY)


def test_support_usage_needs_three_signs() -> None:
    read = Usage(usage=Decimal(500), current_reading=Decimal(1500), previous_reading=Decimal(1000))
    charge = LineItem(quantity=Decimal(300), rate=Decimal("0.2"), total_charge=Decimal(60))
    support = Support.of(
        Bill(usage_data=(read, Usage(usage=Decimal(300)), Usage(usage=Decimal(7))), line_items=(charge,))
    )

    assert [support.is_enough(f"usageData/{number}/usage", TWICE) for number in range(3)] == [True, True, False]
    assert not support.is_enough("usageData/0/usage", LABEL_ONLY)


def test_support_reading_is_proven_by_printed_usage() -> None:
    read = Usage(usage=Decimal(500), current_reading=Decimal(1500), previous_reading=Decimal(1000))
    bill = Bill(usage_data=(read,), evidence={"usageData/0/usage": PRINTED})

    assert Support.of(bill).is_enough("usageData/0/currentReading", LABEL_ONLY)
    assert not Support.of(bill.with_evidence({})).is_enough("usageData/0/currentReading", LABEL_ONLY)


def test_support_check_digits_prove_a_meter_point() -> None:
    right, wrong = Identifier(type="MPAN", value="1800021679848"), Identifier(type="MPAN", value="1800021679849")
    support = Support.of(Bill(usage_data=(Usage(identifiers=(right, wrong)),)))

    assert support.is_enough("usageData/0/identifiers/0/value", LABEL_ONLY)
    assert not support.is_enough("usageData/0/identifiers/1/value", LABEL_ONLY)


def test_support_known_utility_is_a_sign(tmp_path: Path) -> None:
    (tmp_path / "utilities").mkdir()
    (tmp_path / "utilities" / "IE.txt").write_text("Fenland Retail\n", encoding="utf-8")

    with extra_data(tmp_path):
        support, unknown = (Support.of(Bill(utility_name=name)) for name in ("Fenland Retail Ltd", "Oakmere Ltd"))

    assert support.is_enough("utilityName", LABEL_ONLY)
    assert not unknown.is_enough("utilityName", LABEL_ONLY)


TOTAL: Row = {60: "Total amount due", -500: "$121.00"}


def test_extract_account_printed_once_is_never_sure() -> None:
    once = bill_of(text_of_rows({60: "Account Number", 200: "40-118-2"}, *METERED, TOTAL))
    twice = bill_of(
        text_of_rows({60: "Account Number", 200: "40-118-2"}, *METERED, TOTAL, {60: "Account Number 40-118-2"})
    )

    assert once.account_number == twice.account_number
    assert once.evidence["accountNumber"].confidence <= DOUBTED < twice.evidence["accountNumber"].confidence


def test_extract_account_with_rival_is_never_sure() -> None:
    rows: tuple[Row, ...] = ({60: "Account Number 40-118-2"}, {60: "Account Number 40-118-2"})

    bill = bill_of(text_of_rows(*rows, {60: "Account Number 77-300-9"}, *METERED, TOTAL))

    assert bill.evidence["accountNumber"].confidence <= DOUBTED


def test_extract_period_of_bill_stays_dated() -> None:
    bill = bill_of(text_of_rows(*METERED, TOTAL))

    assert bill.usage_data[0].start_date == date(2026, 10, 1)
    assert bill.evidence["usageData/0/startDate"].confidence > DOUBTED
