"""Typed values of cells: numbers beside dates, amounts beside rates, quantities beside explanations, codes."""

from datetime import date
from decimal import Decimal

import pytest

from billhook.extraction.annotate.document import AnnotatedDocument
from billhook.extraction.annotate.entities import PrintedMonth, telephone, without_phones
from tests.extraction.pages import annotated_rows


def doc_of(text: str) -> AnnotatedDocument:
    """A page with one cell."""
    return annotated_rows({40: text})


def codes_in(text: str) -> list[str]:
    return [code for codes in doc_of(text).codes.values() for code, _, _ in codes]


def test_find_addresses_gives_the_hosts_with_their_places() -> None:
    doc = annotated_rows({40: "See https://North.example/bill or help@south.example. Due 30.11"}, {40: "Total 1.50"})

    ((cell, spans),) = doc.addresses.items()
    assert [(host, cell.text[start:end]) for host, start, end in spans] == [
        ("north.example", "North.example"),
        ("south.example", "south.example"),
    ]


def test_find_numbers_skips_those_of_a_full_date() -> None:
    (numbers,) = doc_of("Read 10/31/2026 as 4711").numbers.values()

    assert [number.value for number in numbers] == [Decimal(4711)]


def test_find_numbers_keeps_what_looks_like_a_short_date() -> None:
    (numbers,) = doc_of("Balance 31.10").numbers.values()

    assert [number.value for number in numbers] == [Decimal("31.10")]


@pytest.mark.parametrize("text", ["$0.15/kWh", "$0.15 per kWh", "500 kWh @ $0.15"])
def test_find_amounts_excludes_rates(text: str) -> None:
    assert doc_of(text).amounts == {}


def test_find_amounts_has_places_of_money() -> None:
    doc = doc_of("Total $70.00")

    ((cell, spans),) = doc.amounts.items()
    assert [(value, cell.text[start:end]) for value, start, end in spans] == [(Decimal("70.00"), "$70.00")]


def test_find_plain_numbers_excludes_money() -> None:
    (spans,) = doc_of("12345 for $70.00").plain_numbers.values()

    assert [value for value, _, _ in spans] == [Decimal(12345)]


def test_find_quantities_takes_a_unit_from_the_next_cell() -> None:
    (spans,) = annotated_rows({40: "Used 550", 200: "kWh"}).quantities.values()

    assert [(quantity.value, quantity.unit) for quantity, _, _ in spans] == [(Decimal(550), "kWh")]


def test_find_quantities_ends_where_a_unit_is_explained() -> None:
    assert doc_of("1 m³ contains about 10 kWh").quantities == {}


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("12-3456-7", ["12-3456-7"]),
        ("1 234 567 8901", ["1 234 567 8901"]),
        ("Route: 12 Account: 4471220", ["4471220"]),
        ("Meter:EM44556", ["EM44556"]),
        ("7-2025 /0000018823", ["7-2025 /0000018823"]),
        ("/4471220", []),
        ("AB", []),
        ("123", []),
        ("Law 12.345/10", []),
    ],
)
def test_find_codes_joins_words_of_one_code(text: str, codes: list[str]) -> None:
    assert codes_in(text) == codes


def test_without_phones_drops_telephone_numbers() -> None:
    (cell,) = doc_of("x").layout.cells
    phone, code = ("800-555-0142", 0, 12), ("4471220", 0, 7)

    assert telephone().match(phone[0])
    assert without_phones({cell: [phone, code]}) == {cell: [code]}


@pytest.mark.parametrize(("first", "second"), [("28-04-", "2026"), ("Apr 28,", "2026")])
def test_find_dates_joins_a_year_below_in_a_narrow_column(first: str, second: str) -> None:
    doc = annotated_rows({40: "Bill Date", 510: "Due Date"}, {40: "16-04-2026", 510: first}, {510: second})

    found = [printed.on() for cell in doc.layout.cells for printed in doc.dates[cell]]

    assert found == [date(2026, 4, 16), date(2026, 4, 28)]


@pytest.mark.parametrize(
    ("note", "unit"),
    [
        ("1 unit = 748 gallons", "CCF"),
        ("1 unit of usage = 100 cubic ft of water and 748 gallons of water", "CCF"),
        ("1 unit = 1 kWh", "kWh"),
        ("1 unit = 7 gallons", None),
    ],
)
def test_billing_unit_is_what_a_note_says(note: str, unit: str | None) -> None:
    assert annotated_rows({40: note}).billing_unit == unit


@pytest.mark.parametrize(
    ("text", "month"),
    [
        ("Jan", PrintedMonth(1, None)),
        ("JAN26", PrintedMonth(1, 2026)),
        ("Oct 2025", PrintedMonth(10, 2025)),
        ("01 2026", PrintedMonth(1, 2026)),
    ],
)
def test_find_months_gives_a_cell_that_contains_only_a_month(text: str, month: PrintedMonth) -> None:
    assert list(annotated_rows({40: text}, {40: "Electricity bill, total amount due"}).months.values()) == [month]


@pytest.mark.parametrize("text", ["Jan usage", "13 2026", "Jan 20266", "Monday"])
def test_find_months_skips_other_cells(text: str) -> None:
    assert annotated_rows({40: text}, {40: "Electricity bill, total amount due"}).months == {}
