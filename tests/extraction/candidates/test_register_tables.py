"""Registers side by side: a column for each, a line for each reading, proven by differences and multipliers."""

from decimal import Decimal

from billhook.extraction.candidates.meter_columns import register_rows
from tests.extraction.candidates.rows import rows_in
from tests.extraction.pages import Row, annotated_rows

TABLE: tuple[Row, ...] = (
    {150: "KW", 220: "KWH", 290: "TOU KWH", 360: "KVAH"},
    {40: "Present", 150: "0.701", 220: "9127.84", 290: "3356.68", 360: "9247.52"},
    {40: "Past", 150: "0.000", 220: "8826.20", 290: "3249.83", 360: "8943.71"},
    {40: "Multiplier", 150: "1000", 220: "1000", 290: "1000", 360: "1000"},
    {40: "Units consumed", 150: "701", 220: "301640", 290: "106850", 360: "303810"},
)


def used(*rows: Row) -> list[tuple[Decimal, str | None]]:
    return [(row.usage.value.value, row.usage.value.unit) for row in register_rows(annotated_rows(*rows))[0]]


def test_register_rows_of_energy_exclude_demand_and_parts() -> None:
    assert used(*TABLE) == [(Decimal(301640), "kWh")]


def test_register_rows_with_difference_exclude_reactive_energy() -> None:
    rows = used(
        {40: "Readings", 150: "KWH", 260: "Reactive"},
        {40: "Present", 150: "240009", 260: "160250"},
        {40: "Past", 150: "237542", 260: "159529"},
        {40: "Difference", 150: "2467", 260: "721"},
    )

    assert rows == [(Decimal(2467), "kWh")]


def test_register_rows_with_wrong_difference_are_none() -> None:
    assert used(*TABLE[:4], {40: "Units consumed", 150: "1", 220: "2", 290: "3", 360: "4"}) == []


def test_meter_rows_take_a_table_of_registers_once() -> None:
    rows = rows_in(*TABLE)

    assert [(row.usage.value.value, row.multiplier and row.multiplier.value) for row in rows] == [
        (Decimal(301640), Decimal(1000))
    ]
