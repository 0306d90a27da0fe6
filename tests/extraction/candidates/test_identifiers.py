"""Account, invoice, meter and supply point numbers from labels and from rows of registers."""

import pytest

from billhook.extraction.annotate.document import annotate
from billhook.extraction.candidates.identifiers import labelled_codes, points
from billhook.extraction.pipeline.pipeline import extract
from tests.extraction.pages import Row, annotated_rows, recognised, text_of_rows


@pytest.mark.parametrize(
    ("printed", "invoice"),
    [("31/12", None), ("1/4", None), ("2031/12", "2031/12"), ("31/4490", "31/4490")],
)
def test_extract_day_and_month_are_no_invoice_number(printed: str, invoice: str | None) -> None:
    reading = text_of_rows(
        {40: "Cedar Falls Energy", 300: "Electricity bill"},
        {40: "Account number", 200: "4471 120 88"},
        {40: f"Invoice number {printed}"},
        {40: "Bill date", 200: "03/05/2025"},
        {40: "Usage", 200: "520 kWh"},
        {40: "Amount due", 200: "$64.12"},
    )

    (bill,) = extract(reading).bills

    assert bill.invoice_id == invoice


def account_of(*rows: Row) -> str | None:
    found = labelled_codes(annotated_rows(*rows), "account_number")
    return found[0].value if found else None


def test_labelled_codes_end_at_the_next_label() -> None:
    assert account_of({40: "Office: 4417 Consumer No: 318820057741 RX: 2 Tariff: 04"}) == "318820057741"


def test_labelled_codes_label_without_blank() -> None:
    assert account_of({40: "ACCOUNT NUMBER:051833276904"}) == "051833276904"


@pytest.mark.parametrize("printed", ["04/2026", "31.207/19"])
def test_labelled_codes_skip_months_and_laws(printed: str) -> None:
    assert account_of({40: "Account number", 200: printed}) is None


@pytest.mark.parametrize(("printed", "code"), [("QDW482", "QDW482"), ("482", None)])
def test_labelled_codes_of_three_digits_have_letters(printed: str, code: str | None) -> None:
    assert account_of({40: "Account number", 200: printed}) == code


@pytest.mark.parametrize(
    ("row", "codes"),
    [
        (
            {40: "AQD226041172", 160: "Active energy kWh", 300: "10012", 400: "10512", 500: "1", 560: "500"},
            ["AQD226041172"],
        ),
        ({40: "00004471220", 160: "kWh", 300: "10012", 400: "10512", 500: "1"}, ["00004471220"]),
        ({40: "44712201", 160: "kWh", 300: "10012", 400: "10512", 500: "1"}, []),
        ({40: "AQD226041172", 300: "10012", 400: "10512", 500: "1"}, []),
        ({40: "AQD226041172", 160: "kWh", 300: "10012"}, []),
    ],
)
def test_points_without_label_come_from_register_rows(row: Row, codes: list[str]) -> None:
    found = points(annotated_rows({40: "Electricity"}, row))

    assert [(point.type, point.number.value) for point in found] == [("METER", code) for code in codes]


def test_points_of_labels_exclude_codes_of_register_rows() -> None:
    doc = annotated_rows(
        {40: "Meter number: 88120034"}, {40: "AQD226041172", 160: "kWh", 300: "10012", 400: "10512", 500: "1"}
    )

    assert [point.number.value for point in points(doc)] == ["88120034"]


def test_points_take_labels_with_a_dash_in_sentences() -> None:
    doc = annotated_rows({40: "This is an estimated bill for meter number - 11431691 from 04/29/2026 to 05/31/2026."})

    assert [point.number.value for point in points(doc)] == ["11431691"]


def test_labelled_codes_in_sentences_score_less() -> None:
    doc = annotated_rows(
        {40: "Final use that belongs to account number: 2927439 - days: 21"}, {40: "Account number: 7139612"}
    )

    assert [code.value for code in labelled_codes(doc, "account_number")] == ["7139612", "2927439"]


def test_labelled_codes_may_end_like_a_date() -> None:
    assert account_of({40: "Account number: 7139612-2025-8-9"}) == "7139612-2025-8-9"


def test_labelled_codes_omit_a_no_with_a_zero() -> None:
    assert account_of({40: "Account N0. 5000075688"}) == "5000075688"


@pytest.mark.parametrize(
    ("row", "point"),
    [
        ({40: "Supply point", 200: "ES1234123456789012JY1F"}, ("CUPS", "ES1234123456789012JY1F")),
        ({40: "Supply point", 200: "376104250021234569"}, ("EAN", "376104250021234569")),
        ({40: "Supply point", 200: "88123 4471"}, ("SERVICE_POINT", "88123 4471")),
        ({40: "MPAN", 200: "1800021679849"}, ("MPAN", "1800021679849")),
    ],
)
def test_points_have_the_scheme_of_their_label_or_shape(row: Row, point: tuple[str, str]) -> None:
    found = points(annotated_rows(row))

    assert [(found_point.type, found_point.number.value) for found_point in found] == [point]


def test_points_correct_one_misread_character() -> None:
    reading = recognised(text_of_rows({40: "MPAN", 200: "1B00021679848"}))

    (found,) = points(annotate(reading))

    assert (found.type, found.number.value) == ("MPAN", "1800021679848")
    assert found.number.text == "1B00021679848"


def test_supply_point_below_meter_title_is_no_meter() -> None:
    doc = annotated_rows({40: "Meter information"}, {40: "MPAN: 1850164071146"}, {40: "Meter number", 200: "2203466"})

    found = {(point.type, point.number.value) for point in points(doc)}

    assert found == {("MPAN", "1850164071146"), ("METER", "2203466")}


def test_usage_rows_below_displaced_heading_are_read() -> None:
    doc = annotated_rows(
        {40: "Meter number", 160: "From", 260: "To"},
        {380: "Total usage"},
        {40: "JT82339416", 160: "1 Feb 2026", 260: "28 Feb 2026", 380: "2,720 kWh"},
    )

    assert [point.number.value for point in points(doc)] == ["JT82339416"]
