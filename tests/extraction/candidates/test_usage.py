"""Quantities that labels of usage name."""

from decimal import Decimal

import pytest

from billhook.extraction.candidates.usage import labelled_usage, propose_electricity_values
from billhook.extraction.text.units import Quantity
from tests.extraction.pages import METERED, Row, annotated_rows, candidates_of, sound_bill


def test_usage_ignores_averages_and_other_years() -> None:
    doc = annotated_rows(
        {40: "Average daily usage", -300: "18.3 kWh"},
        {40: "Usage last year", -300: "610 kWh"},
        {40: "Total usage", -300: "550 kWh"},
    )

    found = {(candidate.value.value, candidate.value.unit) for candidate in labelled_usage(doc)}

    assert found == {(Decimal(550), "kWh")}


def test_usage_excludes_readings_percentages_and_list_numbers() -> None:
    doc = annotated_rows(
        {40: "Current reading kWh", 200: "19269", 300: "Previous reading kWh", 450: "18516"},
        {40: "Usage", 200: "+12%"},
        {40: "Energy used", 200: "25."},
        {40: "Total units consumed (kWh):753"},
    )

    assert {candidate.value.value for candidate in labelled_usage(doc)} == {Decimal(753)}


BODY: tuple[Row, ...] = (
    {60: "Meteor Power", 400: "Electric Bill"},
    {60: "Account Number", 200: "1002003004"},
    {60: "Statement Date", 200: "10/05/2026"},
    *METERED,
    {60: "Total Amount Due", -500: "$121.00"},
)


@pytest.mark.parametrize(
    ("row", "share"),
    [
        ({60: "Share of renewable energy: 42 %"}, "0.42"),
        ({60: "Renewable energy share", -500: "100%"}, "1"),
        ({60: "Share of renewable energy", -500: "54.3 %"}, "0.543"),
        ({60: "Anteil erneuerbarer Energien", -500: "62 %"}, "0.62"),
        ({60: "Part des énergies renouvelables", -500: "23 %"}, "0.23"),
        ({60: "Quota di energia rinnovabile", -500: "45 %"}, "0.45"),
    ],
)
def test_renewable_share_is_a_fraction_with_evidence(row: Row, share: str) -> None:
    bill = sound_bill(*BODY, row)

    assert bill.usage_data[0].fraction_renewable == Decimal(share)
    assert bill.evidence["usageData/0/fractionRenewable"].page == 1


@pytest.mark.parametrize(
    "rows",
    [
        ({60: "Share of renewable energy", 250: "62 %", 350: "48 %"},),
        ({60: "Share of renewable energy: 62 %"}, {60: "Renewable share", 250: "48 %"}),
        ({60: "Share of renewable energy", -500: "$12.00"},),
        ({60: "Renewable energy surcharge 4 %", -500: "$2.00"},),
    ],
)
def test_renewable_share_is_unknown_where_several_are_printed(rows: tuple[Row, ...]) -> None:
    values = propose_electricity_values(annotated_rows(*BODY, *rows)).electricity_values

    assert "fraction_renewable" not in values


def test_usage_ignores_a_year_below_its_heading() -> None:
    doc = annotated_rows({40: "Usage"}, {40: "May 2021", -300: "141"})

    assert labelled_usage(doc) == []


def test_usage_heading_with_repeated_unit_is_one_column() -> None:
    doc = annotated_rows(
        {40: "Meter", 200: "Previous reading", 400: "Total usage (Units)"}, {40: "564670033", 400: "251"}
    )

    assert {item.value.value for item in labelled_usage(doc)} == {Decimal(251)}


def test_labelled_usage_is_no_quantity_per_day() -> None:
    doc = annotated_rows({40: "Month", 330: "kWh/day"}, {40: "March", 330: "1"}, {40: "April", 330: "2"})

    assert labelled_usage(doc) == []


def test_usage_beside_exported_energy_is_what_was_imported() -> None:
    found = candidates_of(
        {40: "Energy imported from grid", 250: "512 kWh"},
        {40: "Energy exported to grid", 250: "890 kWh"},
        {40: "Net energy", 250: "-378 kWh"},
    )

    assert [quantity.value for quantity in found.labelled_usage] == [Quantity(Decimal(512), "kWh")]
