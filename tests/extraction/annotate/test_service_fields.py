"""What a recogniser states about places of a page is weighed like a label; it never replaces what is printed."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from billhook.domain.bill import Bill
from billhook.domain.document_text import Box, DocumentText, ServiceField
from billhook.extraction import extract
from billhook.extraction.annotate.service_fields import meanings_of
from billhook.extraction.language.lexicon import lexicon
from tests.extraction.pages import METERED, text_of_rows

ROWS = (
    {60: "Northern Light Electric Cooperative"},
    {60: "Qx Zv", 200: "1002003004"},
    {60: "Wq Date", 200: "October 31, 2026"},
    {60: "Zq Vx", 200: "November 21, 2026"},
    *METERED,
    {60: "Xq Wz", -500: "$121.00"},
)
STEP, TOP = 16 / 792, 60 / 792


def service_field(kind: str, label: str, row: int, x0: float, x1: float, confidence: float = 0.95) -> ServiceField:
    middle = TOP + row * STEP
    return ServiceField(kind, label, Box(x0 / 612, middle - 0.014, x1 / 612, middle + 0.006), confidence)


def the_bill(*fields: ServiceField) -> Bill:
    reading = text_of_rows(*ROWS)
    (page,) = reading.pages
    (bill,) = extract(DocumentText((replace(page, fields=fields),))).bills
    return bill


def test_service_fields_without_label_give_candidates() -> None:
    bill = the_bill(
        service_field("TOTAL", "Xq Wz", 9, 440, 510),
        service_field("DUE_DATE", "", 3, 190, 320),
        service_field("INVOICE_RECEIPT_DATE", "", 2, 190, 320),
        service_field("ACCOUNT_NUMBER", "", 1, 190, 320),
    )

    assert (bill.total_charges, bill.due_date, bill.bill_date) == (
        Decimal("121.00"),
        date(2026, 11, 21),
        date(2026, 10, 31),
    )
    assert bill.account_number == "1002003004"
    assert bill.evidence["totalCharges"].text == "$121.00"


def test_service_field_without_words_is_ignored() -> None:
    assert the_bill(service_field("TOTAL", "", 9, 440, 510), service_field("DUE_DATE", "", 9, 10, 50)).due_date is None


@pytest.mark.parametrize(
    ("kind", "label", "names"),
    [
        ("TOTAL", "", {"total_charges"}),
        ("TOTAL", "Previous balance", {"previous_close_balance"}),
        ("", "Account Number:", {"account_number"}),
        ("", "Total charges for electricity services of others", set()),
        ("OTHER_THING", "Qx", set()),
        ("TOTAL", "Average daily", set()),
    ],
)
def test_printed_label_precedes_the_service_fields_type(kind: str, label: str, names: set[str]) -> None:
    assert set(meanings_of(ServiceField(kind, label, Box(0, 0, 1, 1), 0.9), lexicon())) == names


def test_service_field_of_low_confidence_is_weak() -> None:
    sure, unsure = (ServiceField("TOTAL", "", Box(0, 0, 1, 1), confidence) for confidence in (0.99, 0.3))

    assert meanings_of(unsure, lexicon())["total_charges"] < 0.5 * meanings_of(sure, lexicon())["total_charges"]
