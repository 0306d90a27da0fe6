"""The sample bills: the same for the same seed, sound by their own arithmetic, one of each kind."""

from decimal import Decimal
from pathlib import Path

import pytest

from billhook.domain.bill import Bill
from billhook.extraction.text.meter_point_ids import SCHEMES, is_valid_id
from billhook.local.samples import CORRUPT, DUPLICATE, LAYOUTS, NOT_A_BILL, PARSED, text_bill, write_samples


def total(bill: Bill) -> Decimal:
    return sum((item.total_charge or Decimal(0) for item in bill.line_items), Decimal(0))


@pytest.mark.parametrize("layout", LAYOUTS)
def test_sample_bill_is_determined_by_its_seed(layout: str) -> None:
    make = LAYOUTS[layout]

    assert make(4).truth == make(4).truth
    assert make(4).sheet.pages == make(4).sheet.pages
    assert make(4).truth != make(5).truth


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("seed", range(1, 6))
def test_sample_bill_amounts_add_up(layout: str, seed: int) -> None:
    truth = LAYOUTS[layout](seed).truth

    opening = (truth.previous_close_balance or Decimal(0)) + (truth.after_previous_total_payment or Decimal(0))

    assert opening + total(truth) == truth.total_charges


def test_sample_pdf_is_reproducible() -> None:
    assert text_bill(3) == text_bill(3)
    assert text_bill(3) != text_bill(4)


def test_sample_document_text_has_every_word_once() -> None:
    sheet = LAYOUTS["us_electric"](1).sheet

    words = [word.text for page in sheet.reading().pages for word in page.words]

    assert words == [text for strokes in sheet.pages for stroke in strokes for text in stroke.text.split(" ")]


def test_write_samples_writes_one_file_per_kind(tmp_path: Path) -> None:
    samples = write_samples(tmp_path / "samples")

    outcomes = [sample.expected for sample in samples]
    assert {outcomes.count(PARSED), outcomes.count(NOT_A_BILL), outcomes.count(DUPLICATE), outcomes.count(CORRUPT)} == {
        6,
        1,
    }
    assert all(sample.path.stat().st_size > 500 for sample in samples)
    assert all((sample.truth is None) == (sample.expected in (NOT_A_BILL, CORRUPT)) for sample in samples)


def test_sample_german_bill_states_its_total_in_a_code() -> None:
    written = LAYOUTS["de_electric"](1)

    (code,) = written.sheet.reading().pages[0].codes

    assert f"EUR{written.truth.total_charges}" in code.content.decode()


def test_sample_meter_points_have_right_check_digits() -> None:
    usages = LAYOUTS["gb_dual_fuel"](1).truth.usage_data
    points = [point for usage in usages for point in usage.identifiers if point.type in SCHEMES]

    assert {point.type for point in points} == {"MPAN", "MPRN"}
    assert all(is_valid_id(point.type, point.value) for point in points)
