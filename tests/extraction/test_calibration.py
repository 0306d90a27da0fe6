"""Confidences: never falling as scores rise, never above the reader, and kept on bills of layouts held out."""

import json
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest

from billhook.extraction import calibration, extract
from billhook.extraction.bills import bills_of
from billhook.extraction.calibration import STEPS, Standing, standings
from tests.bills import open as in_the_open
from tests.bills.bundles import recognised
from tests.extraction.pages import reading_of

STANDING = Standing("totalCharges", "hold 1", sound=True, seen=False, printed=2, cut=False, score=0.5, reader=1.0)
WEIGHTS = json.loads(Path(calibration.__file__).with_name("calibration.json").read_text(encoding="utf-8"))


def sure(standing: Standing) -> float:
    return calibration._confidence(standing, WEIGHTS)


@pytest.mark.parametrize("field", ["totalCharges", "dueDate", "usageData.usage", "lineItems.totalCharge", "unheard"])
def test_confidence_never_falls_as_the_score_rises(field: str) -> None:
    rising = [sure(replace(STANDING, field=field, score=score)) for score in (0.0, *STEPS, 1.0)]

    assert all(low <= high for low, high in pairwise(rising))


def test_a_failed_check_and_a_cut_number_make_a_total_less_sure() -> None:
    borne_out = sure(replace(STANDING, score=0.99))

    assert sure(replace(STANDING, score=0.99, support="fail", sound=False)) < borne_out
    assert sure(replace(STANDING, score=0.99, cut=True)) < borne_out


def test_no_value_is_surer_than_the_reader_of_its_letters() -> None:
    assert sure(replace(STANDING, score=0.99, seen=True, reader=0.61)) == 0.61


def test_a_number_after_digits_and_a_blank_may_begin_there() -> None:
    reading = reading_of({40: "Account number", 200: "1234567"}, {40: "Bill date", 200: "03/04/2025"},
                         {40: "Service period 02/01/2025 - 03/01/2025"}, {40: "Usage 300 kWh"},
                         {40: "Total amount due", 200: "$59.43"})  # fmt: skip
    (bill,) = bills_of(reading).bills

    found = standings(bill, reading)

    assert not found["totalCharges"].cut
    assert found["totalCharges"].field == "totalCharges"
    assert found["accountNumber"].printed == 1


def test_evidence_of_bills_is_calibrated() -> None:
    made = in_the_open.bill(11, "US")
    reading = recognised(made.reading, 11)

    (raw,) = bills_of(reading).bills
    (bill,) = extract(reading).bills

    assert {pointer: one.text for pointer, one in bill.evidence.items()} == {
        pointer: one.text for pointer, one in raw.evidence.items()
    }
    assert all(0 <= one.confidence <= calibration.MOST for one in bill.evidence.values())
