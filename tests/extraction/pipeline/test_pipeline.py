"""Whole bills, of layouts and languages whose truth is known, and what is no bill."""

import pytest

from billhook.domain.document_text import Box, DocumentText, PageText, Route
from billhook.extraction.pipeline.pipeline import extract
from billhook.local.samples import LAYOUTS, others
from tests.extraction.pages import bill_of, recognised, text_of_rows

HEADER = (
    "utility_name", "account_number", "invoice_id", "bill_date", "due_date", "charges_units", "total_charges",
    "previous_close_balance", "after_previous_total_payment", "current_open_balance", "current_charges", "tax_charges",
)  # fmt: skip
METERED = (
    "start_date",
    "end_date",
    "usage",
    "usage_units",
    "datasource_type",
    "previous_reading",
    "current_reading",
    "multiplier",
)
SEEDS = range(1, 6)


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("seed", SEEDS)
def test_extract_of_generated_bill_has_its_header(layout: str, seed: int) -> None:
    written = LAYOUTS[layout](seed)

    bill, truth = bill_of(written.sheet.reading()), written.truth

    printed = {name: getattr(truth, name) for name in HEADER if getattr(truth, name) is not None}
    assert {name: getattr(bill, name) for name in printed} == printed


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("seed", SEEDS)
def test_extract_of_generated_bill_has_its_usage(layout: str, seed: int) -> None:
    written = LAYOUTS[layout](seed)

    entries = bill_of(written.sheet.reading()).usage_data

    for usage, truth in zip(entries, written.truth.usage_data, strict=True):
        printed = {name: getattr(truth, name) for name in METERED if getattr(truth, name) is not None}
        assert {name: getattr(usage, name) for name in printed} == printed
        known = {identifier.value for identifier in usage.identifiers}
        assert {identifier.value for identifier in truth.identifiers} <= known


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("seed", SEEDS)
def test_extract_of_generated_bill_has_its_line_items(layout: str, seed: int) -> None:
    written = LAYOUTS[layout](seed)

    bill, truth = bill_of(written.sheet.reading()), written.truth

    wanted = [(item.total_charge, item.quantity, item.rate, item.charge_type) for item in truth.line_items]
    assert [(item.total_charge, item.quantity, item.rate, item.charge_type) for item in bill.line_items] == wanted


@pytest.mark.parametrize("layout", LAYOUTS)
def test_extract_of_sound_bill_passes_every_check(layout: str) -> None:
    bill = bill_of(LAYOUTS[layout](7).sheet.reading())

    assert bill.checks
    assert bill.failed_checks == ()
    assert bill.lacks == ()


@pytest.mark.parametrize("layout", LAYOUTS)
def test_evidence_is_at_the_words_of_its_value(layout: str) -> None:
    written = LAYOUTS[layout](1)
    reading = written.sheet.reading()

    evidence = bill_of(reading).evidence

    assert {
        "totalCharges",
        "billDate",
        "dueDate",
        "accountNumber",
        "utilityName",
        "usageData/0/startDate",
    } <= evidence.keys()
    for pointer, entry in evidence.items():
        assert entry.page is not None
        assert entry.box is not None
        words = [word for word in reading.pages[entry.page - 1].words if _within(word.box, entry.box)]
        printed = " ".join(word.text for word in sorted(words, key=lambda word: word.box.x0))
        assert entry.text in printed, pointer
        assert 0 < entry.confidence <= 1


def test_confidence_is_at_most_that_of_the_ocr() -> None:
    reading = recognised(LAYOUTS["us_electric"](1).sheet.reading(), confidence=0.8)

    bill = bill_of(reading)

    assert bill.evidence["totalCharges"].confidence <= 0.8


def test_extract_with_misrecognised_letter_finds_the_label() -> None:
    reading = recognised(
        text_of_rows(
            {40: "ELECTRIC SERVlCE BILL"},
            {40: "Acccunt number", 200: "12345678"},
            {40: "Staternent date", 200: "Mar 5, 2024"},
            {40: "Billlng period", 200: "Feb 1, 2024 - Mar 1, 2024"},
            {40: "Previous reading", 200: "100"},
            {40: "Current reading", 200: "600"},
            {40: "Usage", 200: "500 kWh"},
            {40: "Total arnount due", 200: "$65.00"},
        )
    )

    bill = bill_of(reading)

    assert bill.account_number == "12345678"
    assert str(bill.total_charges) == "65.00"


def test_extract_of_furniture_invoice_is_no_utility_bill() -> None:
    extraction = extract(others.furniture_invoice(1).reading())

    assert not extraction.is_utility_bill
    assert extraction.reason


def test_extract_of_file_without_words_has_a_reason() -> None:
    extraction = extract(DocumentText((PageText(1, 612, 792, Route.BLANK),)))

    assert (extraction.bills, extraction.reason) == ((), "no words could be read")


def test_extract_is_deterministic() -> None:
    reading = LAYOUTS["de_electric"](3).sheet.reading()

    assert extract(reading) == extract(reading)


def _within(inner: Box, outer: Box) -> bool:
    slack = 1e-6
    return (
        inner.x0 >= outer.x0 - slack
        and inner.x1 <= outer.x1 + slack
        and inner.y0 >= outer.y0 - slack
        and inner.y1 <= outer.y1 + slack
    )


def test_issuer_name_ends_before_the_address() -> None:
    (bill,) = extract(
        text_of_rows(
            {40: "SAVANNAH POWER & LIGHTING CO. LTD P.O. Box 30099 Nairobi 00100 PIN P000441188Z of the first floor"},
            {40: "Account number", 200: "4471120-3", 300: "Due date", 400: "04/15/2026"},
            {40: "Billing period 02/20/2026 to 03/21/2026", 300: "Usage 120 kWh"},
            {40: "Total due", -540: "$20.00"},
        )
    ).bills

    assert bill.utility_name == "SAVANNAH POWER & LIGHTING CO. LTD"
