"""Confidences: never falling as scores rise, never above the reader, and kept on bills of layouts held out."""

import json
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest

from billhook.domain.bill import Bill, Check, Evidence
from billhook.extraction import extract
from billhook.extraction.pipeline.split import bills_of
from billhook.extraction.validate import confidence
from billhook.extraction.validate.confidence import STEPS, ConfidenceFeatures, standings
from tests.bills import open as in_the_open
from tests.bills.bundles import recognised
from tests.extraction.pages import Row, reading_of

STANDING = ConfidenceFeatures(
    "totalCharges", "hold 1", sound=True, seen=False, printed=2, cut=False, beside="", score=0.5, reader=1.0
)
WEIGHTS = json.loads(Path(confidence.__file__).with_name("weights.json").read_text(encoding="utf-8"))


def sure(standing: ConfidenceFeatures) -> float:
    return confidence._confidence(standing, WEIGHTS)


@pytest.mark.parametrize("field", ["totalCharges", "dueDate", "usageData.usage", "lineItems.totalCharge", "unheard"])
def test_confidence_never_falls_as_the_score_rises(field: str) -> None:
    rising = [sure(replace(STANDING, field=field, score=score)) for score in (0.0, *STEPS, 1.0)]

    assert all(low <= high for low, high in pairwise(rising))


def test_a_failed_check_makes_a_total_less_sure() -> None:
    borne_out = replace(STANDING, score=0.99)

    assert sure(replace(borne_out, support="fail", sound=False)) < sure(borne_out)


def test_no_value_is_surer_than_the_reader_of_its_letters() -> None:
    assert sure(replace(STANDING, score=0.99, seen=True, reader=0.61)) == 0.61


def standing_of(text: str, *rows: Row, **fields: object) -> ConfidenceFeatures:
    """How the total of a bill stands that was read from ``text`` among ``rows``."""
    (page,) = (reading := reading_of(*rows)).pages
    word = next(word for word in page.words if word.text == text)
    evidence = {"totalCharges": Evidence(page=1, box=word.box, text=text, confidence=0.8)}
    return standings(Bill(evidence=evidence, **fields), reading)["totalCharges"]


def test_a_number_after_digits_and_a_blank_may_begin_there() -> None:
    cut = standing_of("059.43", {40: "Total 1 059.43"})
    whole = standing_of("$59.43", {40: "Total 2025", 300: "$59.43"}, {40: "Please pay $59.43"})

    assert (cut.cut, cut.printed) == (True, 1)
    assert (whole.cut, whole.printed) == (False, 2)


def test_checks_bear_a_value_out_or_fail_it() -> None:
    held, weak, failed = (
        Check(name=name, holds=holds, detail="")
        for name, holds in (("total-adds-up", True), ("due-after-bill", True), ("a-new-check", False))
    )
    row = {40: "Total", 300: "$59.43"}

    assert standing_of("$59.43", row, checks=(held, weak)).support == "hold 1"
    assert standing_of("$59.43", row, checks=(weak,)).support == "hold 0"
    assert standing_of("$59.43", row, checks=(held, failed)).support == "fail"


def test_evidence_of_bills_is_calibrated() -> None:
    made = in_the_open.bill(11, "US")
    reading = recognised(made.reading, 11)

    (raw,) = bills_of(reading).bills
    (bill,) = extract(reading).bills

    assert {pointer: one.text for pointer, one in bill.evidence.items()} == {
        pointer: one.text for pointer, one in raw.evidence.items()
    }
    assert all(0 <= one.confidence <= confidence.MOST for one in bill.evidence.values())
