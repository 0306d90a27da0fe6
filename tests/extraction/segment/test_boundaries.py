"""Files of many bills are parted where one ends; what only looks like another bill stays with its own."""

from dataclasses import replace
from random import Random

import pytest

from billhook.domain.bill import Extraction
from billhook.domain.document_text import DocumentText
from billhook.extraction.annotate.document import AnnotatedDocument, annotate
from billhook.extraction.pipeline import pipeline
from billhook.extraction.pipeline.pipeline import extract, extract_bill
from billhook.extraction.segment.boundaries import page_groups
from billhook.local.samples import LAYOUTS, others
from tests.extraction.pages import METERED, Row, text_of_rows

FACE: list[Row] = [
    {60: "Northern Light Electric Cooperative", 400: "www.northern-light.example"},
    {60: "Account Number", 200: "1002003004"},
    {60: "Bill Date", 200: "October 31, 2026"},
    {60: "Due Date", 200: "November 21, 2026"},
    *METERED,
    {60: "Total Amount Due", -500: "$121.00"},
]


def face(*also: Row, **changed: str) -> DocumentText:
    """The first page of a bill: ``FACE`` with other texts in the value column of some rows."""
    rows = [dict(row) for row in FACE]
    for label, text in changed.items():
        row = next(row for row in rows if row[60] == label.replace("_", " "))
        row[max(row) if label not in ("Total_Amount_Due", "Energy_Charge") else -500] = text
    return text_of_rows(*rows, *also)


def file_of(*readings: DocumentText) -> DocumentText:
    pages = [page for reading in readings for page in reading.pages]
    return DocumentText(tuple(replace(page, number=number) for number, page in enumerate(pages, 1)))


def parts(*readings: DocumentText) -> list[tuple[int, ...]]:
    return [bill.pages for bill in extract(file_of(*readings)).bills]


@pytest.mark.parametrize("seed", range(12))
def test_segment_of_several_issuers_equals_single_bills(seed: int) -> None:
    luck = Random(seed)
    readings = [LAYOUTS[luck.choice(sorted(LAYOUTS))](luck.randint(1, 40)).sheet.reading() for _ in range(4)]

    split = extract(file_of(*readings)).bills

    alone = [bill for reading in readings for bill in extract(reading).bills]
    headers = [(bill.invoice_id, bill.account_number, bill.total_charges, bill.bill_date) for bill in split]
    assert headers == [(bill.invoice_id, bill.account_number, bill.total_charges, bill.bill_date) for bill in alone]
    assert [page for bill in split for page in bill.pages] == list(range(1, sum(len(r.pages) for r in readings) + 1))


@pytest.mark.parametrize("layout", sorted(LAYOUTS))
def test_segment_separates_bills_of_one_issuer(layout: str) -> None:
    readings = [LAYOUTS[layout](seed).sheet.reading() for seed in range(1, 6)]

    assert len(parts(*readings)) == 5


def test_segment_separates_months_of_one_account() -> None:
    november = face(
        Bill_Date="November 30, 2026",
        Due_Date="December 21, 2026",
        Service_Period="11/01/2026 - 11/30/2026",
        Energy_Charge="$90.00",
        Total_Amount_Due="$101.00",
    )

    assert parts(face(), november) == [(1,), (2,)]


def test_segment_separates_accounts_of_one_month() -> None:
    assert parts(face(), face(Account_Number="5557778889")) == [(1,), (2,)]


def test_segment_keeps_pages_numbered_in_sequence() -> None:
    first = face({60: "Page 1 of 2"})
    second = face({60: "Page 2 of 2"}, Account_Number="5557778889", Due_Date="December 1, 2026")

    assert parts(first, second) == [(1, 2)]


def test_page_groups_note_of_another_page_is_no_page_number() -> None:
    first = face({60: "Page 1 of 2"})
    second = text_of_rows({60: "Message Center (continued from page 1)"}, {60: "Page 2 of 2"})

    assert page_groups(annotate(file_of(first, second))) == [(1, 2)]


def test_page_groups_page_that_counts_on_is_of_the_same_bill() -> None:
    contract: tuple[Row, ...] = (
        {60: "Account Number", 200: "5550001112"},
        {60: "Total Amount Due", -500: "$121.00"},
        {60: "Page 3 of 3"},
    )

    assert page_groups(annotate(file_of(face({60: "Page 1 of 3"}), text_of_rows(*contract)))) == [(1, 2)]


def test_segment_separates_pages_numbered_from_one() -> None:
    again = {"Total_Amount_Due": "$131.00", "Energy_Charge": "$120.00", "Due_Date": "November 28, 2026"}
    details = text_of_rows({60: "Page 2 of 2"}, {60: "How to read your meter"})

    assert parts(face({60: "Page 1 of 2"}), details, face({60: "Page 1 of 2"}, **again), details) == [(1, 2), (3, 4)]


def test_segment_keeps_leaflet_with_its_own_numbering() -> None:
    leaflet = text_of_rows({60: "Page 1 of 1"}, {60: "Save energy with our new heat pumps"}, {60: "Call us today"})

    assert parts(face(), leaflet) == [(1, 2)]


def test_segment_keeps_return_stub_with_its_bill() -> None:
    stub = text_of_rows(
        {60: "Please return this portion with your payment"},
        {60: "Account Number", 200: "1002003004"},
        {60: "Due Date", 200: "November 21, 2026"},
        {60: "Total Amount Due", -500: "$121.00"},
    )

    assert parts(face(), stub) == [(1, 2)]


def test_segment_keeps_accounts_of_a_collective_bill() -> None:
    listed: list[Row] = [
        {60: "Account Number", 200: "5557770001", -500: "$60.00"},
        {60: "Account Number", 200: "5557770002", -500: "$50.00"},
    ]
    details = [
        text_of_rows(
            {60: "Account Number", 200: f"555777000{number}"},
            {60: "Bill Date", 200: "October 31, 2026"},
            {60: "Due Date", 200: "November 21, 2026"},
            {60: "Total Amount Due", -500: amount},
        )
        for number, amount in ((1, "$60.00"), (2, "$50.00"))
    ]

    assert parts(face(*listed), *details) == [(1, 2, 3)]


def test_segment_adds_cover_letter_to_the_first_bill() -> None:
    letter = text_of_rows({60: "Dear customer,"}, {60: "please find your bills enclosed."})

    assert parts(letter, face(), face(Account_Number="5557778889")) == [(1, 2), (3,)]


def test_segment_of_file_without_bills_has_none() -> None:
    invoice = others.furniture_invoice(1).reading()

    assert extract(file_of(invoice, invoice)).bills == ()


def test_segment_annotates_each_part_once(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[tuple[int, ...]] = []

    def noted(doc: AnnotatedDocument) -> Extraction:
        read.append(tuple(sorted({line.page for line in doc.layout.lines})))
        return extract_bill(doc)

    monkeypatch.setattr(pipeline, "extract_bill", noted)
    three = [face(Account_Number=f"100200300{number}", Bill_Date=f"October 2{number}, 2026") for number in range(3)]

    assert parts(*three) == [(1,), (2,), (3,)]
    assert read == [(1,), (2,), (3,)]
