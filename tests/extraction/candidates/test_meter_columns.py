"""Readings below each other, each with a label or in dated lines, and the units of numbers in tables."""

from decimal import Decimal

import pytest

from billhook.extraction.annotate.document import AnnotatedDocument
from billhook.extraction.candidates.meter_columns import (
    UNPRINTED,
    column_rows,
    find_unit,
    is_estimated,
    multiplied,
    stacked_rows,
    unprinted_rows,
    whole_unit,
)
from billhook.extraction.layout.candidate import Candidate
from billhook.extraction.text.units import Quantity
from tests.extraction.candidates.rows import rows_in
from tests.extraction.pages import Row, annotated_rows

LABELLED: tuple[Row, ...] = (
    {40: "Current reading", 200: "28100"},
    {40: "Previous reading", 200: "27000"},
    {40: "Energy used", 200: "1,100 kWh"},
)
DATED: tuple[Row, ...] = (
    {40: "Sep 12, 2026", 200: "58,214"},
    {40: "Aug 14, 2026", 200: "57,399"},
    {40: "Used", 200: "815 kWh"},
)


def test_stacked_rows_pair_readings_whose_difference_is_printed() -> None:
    (row,) = stacked_rows(annotated_rows(*LABELLED))

    assert (row.previous.value, row.current.value) == (Decimal(27000), Decimal(28100))
    assert (row.usage.value.value, row.usage.value.unit) == (Decimal(1100), "kWh")


def test_stacked_rows_without_printed_difference_are_none() -> None:
    assert stacked_rows(annotated_rows(*LABELLED[:2], {40: "Energy used", 200: "1,101 kWh"})) == []


def test_column_rows_pair_readings_of_dated_lines() -> None:
    (row,) = column_rows(annotated_rows(*DATED))

    assert (row.previous.value, row.current.value) == (Decimal(57399), Decimal(58214))
    assert row.usage.value.value == Decimal(815)


def test_column_rows_without_dates_are_none() -> None:
    undated = [{200: row[200], 40: name} for name, row in zip(("Oak", "Elm", "Used"), DATED, strict=True)]

    assert column_rows(annotated_rows(*undated)) == []


def test_meter_readings_below_each_other_are_paired() -> None:
    (row,) = rows_in(
        {40: "Actual reading on Feb 21", -300: "28100"},
        {40: "Previous reading on Jan 25", -300: "27000"},
        {40: "Energy used", -300: "1,100 kWh"},
    )

    assert (row.previous.value, row.current.value, row.usage.value.value) == (
        Decimal(27000),
        Decimal(28100),
        Decimal(1100),
    )


@pytest.mark.parametrize(
    ("rows", "unit"),
    [
        ([{200: "550 kWh"}], "kWh"),
        ([{200: "550", 240: "kWh"}], "kWh"),
        ([{200: "Usage (kWh)"}, {200: "550"}], "kWh"),
        ([{200: "Volume m³", 400: "Usage kWh"}, {400: "550"}], "kWh"),
        ([{200: "Pieces"}, {200: "550"}], None),
    ],
)
def test_find_unit_after_beside_or_above_a_number(rows: list[Row], unit: str | None) -> None:
    doc = annotated_rows(*rows)
    cell = next(cell for cell in doc.layout.cells if cell.text.startswith("550"))

    assert find_unit(cell, doc.numbers[cell][0], list(doc.layout.cells)) == unit


@pytest.mark.parametrize(("text", "unit"), [("kWh", "kWh"), ("kWh used", None), ("Oak", None)])
def test_whole_unit_of_a_cell_is_nothing_else(text: str, unit: str | None) -> None:
    found = whole_unit(annotated_rows({40: text}).layout.cells)

    assert (found.unit if found else None) == unit


@pytest.mark.parametrize(("mark", "estimated"), [("E", True), ("Estimated", True), ("Actual", False)])
def test_is_estimated_by_word_or_letter(mark: str, estimated: bool) -> None:
    doc = annotated_rows({40: "28100", 200: mark})

    assert is_estimated(doc, doc.layout.lines[0]) is estimated


def _difference(doc: AnnotatedDocument, text: str) -> Candidate[Quantity]:
    (cell,) = (cell for cell in doc.layout.cells if cell.text == text)
    return Candidate(Quantity(Decimal(text), None), 0.9, cell, 0, len(text))


def _multiplied(*rows: Row) -> tuple[Decimal, Decimal] | None:
    doc = annotated_rows(*rows)
    found = multiplied(doc, _difference(doc, "75"))
    return found and (found[0].value, found[1].value)


def test_multiplied_takes_factor_and_product_of_the_line() -> None:
    assert _multiplied({40: "Difference", 200: "75", 280: "40", 360: "3000"}) == (Decimal(40), Decimal(3000))


def test_multiplied_takes_labelled_factor_below() -> None:
    rows: tuple[Row, ...] = (
        {40: "Difference", -300: "75"},
        {40: "Meter multiplier", -300: "12"},
        {40: "Total kWh", -300: "900"},
    )

    assert _multiplied(*rows) == (Decimal(12), Decimal(900))


def test_multiplied_is_none_without_the_product() -> None:
    assert _multiplied({40: "Difference", -300: "75"}, {40: "Meter multiplier", -300: "12"}) is None


def test_stacked_readings_have_the_product_as_usage() -> None:
    (row,) = rows_in(
        {40: "Current reading", -300: "1245"},
        {40: "Previous reading", -300: "1170"},
        {40: "Difference", -300: "75"},
        {40: "Meter multiplier", -300: "12"},
        {40: "Total kWh", -300: "900"},
    )

    assert row.multiplier is not None
    assert (row.usage.value, row.multiplier.value) == (Quantity(Decimal(900), "kWh"), Decimal(12))


def test_difference_of_two_labelled_readings_is_the_usage() -> None:
    doc = annotated_rows(
        {40: "Current reading", 300: "196"}, {40: "Previous reading", 300: "155"}, {40: "Calculated usage (m³)"}
    )

    (row,) = unprinted_rows(doc)

    assert (row.usage.value, row.usage.score) == (Quantity(Decimal(41), "m³"), UNPRINTED)


def test_dated_readings_with_decimals_below_a_heading_are_a_row() -> None:
    doc = annotated_rows(
        {40: "Meter", 150: "Next read date", 260: "Read date", 350: "Reading", 450: "Usage"},
        {40: "TK1-20000", 150: "7/31/2023", 260: "7/1/2023", 350: "67,200.00", 450: "5,443.00"},
        {260: "5/31/2023", 350: "61,757.00"},
    )

    (row,) = column_rows(doc)

    read = (row.previous.value, row.current.value, row.usage.value.value)
    assert read == (Decimal(61757), Decimal(67200), Decimal(5443))
