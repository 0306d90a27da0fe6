"""Rows that are no readings: other units, tables of months; and rows whose meter number stands for headings."""

from decimal import Decimal

import pytest

from tests.extraction.candidates.rows import rows_in


@pytest.mark.parametrize("unit", ["kVArh", "kvar", "kW"])
def test_meter_rows_skip_units_of_no_consumption(unit: str) -> None:
    heads = {40: "Register", 150: "Previous reading", 260: "Current reading", 400: "Usage"}

    (row,) = rows_in(
        heads,
        {40: "Peak", 150: "310", 260: "450", 400: "140 kWh"},
        {40: "Peak", 150: "17", 260: "90", 400: f"73 {unit}"},
    )

    assert row.usage.value.value == Decimal(140)


def test_meter_rows_ignore_table_without_readings() -> None:
    """A total of months is no pair of readings, though 83 - 21 is 62."""
    heads = {40: "From", 120: "Days", 200: "T1 kWh", 280: "T2 kWh", 360: "T3 kWh", 440: "Usage kWh"}

    assert rows_in(heads, {40: "Total", 120: "83", 200: "21", 280: "17", 360: "24", 440: "62"}) == []


def test_meter_rows_meter_number_stands_for_headings() -> None:
    (row,) = rows_in({40: "4410098123", 140: "Energy usage kWh", 260: "31407", 340: "31826", 420: "419"})

    assert row.usage.value.value == Decimal(419)
