"""Meters that counted nothing or in billing units, registers of export, readings that are no money."""

from decimal import Decimal

from billhook.domain.bill import Commodity
from billhook.extraction.text.units import Quantity
from tests.extraction.candidates.rows import rows_in
from tests.extraction.pages import METERED, Row, bill_of, text_of_rows

FRAME: tuple[Row, ...] = (
    {40: "Town of Elm", -540: "Utility bill"},
    {40: "Account number", 200: "4471120-3"},
    {40: "Bill date", 200: "03/28/2026", 330: "Due date", 430: "04/15/2026"},
    {40: "Service from 02/20/2026 to 03/21/2026"},
    {40: "Total due", -540: "$134.33"},
)


def usage_of(*rows: Row) -> list[tuple[Commodity, Decimal | None]]:
    bill = bill_of(text_of_rows(*FRAME, *rows))
    return [(usage.datasource_type, usage.usage) for usage in bill.usage_data]


def test_meter_row_of_equal_readings_has_used_nothing() -> None:
    (row,) = rows_in(
        {150: "Current reading", 260: "Previous reading", 400: "Usage"},
        {40: "Total energy", 150: "107 Actual", 260: "107 Actual", 400: "0 ccf"},
    )

    assert row.previous.value == row.current.value == Decimal(107)
    assert row.usage.value == Quantity(Decimal(0), "CCF")


def test_meter_rows_exclude_the_numbers_of_summed_rows() -> None:
    assert rows_in({40: "Meter", 150: "Previous reading"}, {40: "12", 150: "Total (1 to 11)", 400: "1"}) == []


def test_meter_row_counts_in_the_unit_that_a_note_explains() -> None:
    reading = text_of_rows(
        *FRAME,
        {40: "Meter number", 150: "Previous read", 260: "Current read", 400: "Units used"},
        {40: "60011307", 150: "1452", 260: "1692", 400: "240"},
        {40: "1 unit = 748 gallons", 260: "Gallons used", 400: "179,520"},
        {40: "Water charges", -540: "$134.33"},
    )

    assert [(usage.usage, usage.usage_units) for usage in bill_of(reading).usage_data] == [(Decimal(240), "CCF")]


def test_meter_rows_with_export_register_are_of_energy_taken() -> None:
    found = usage_of(
        {40: "Meter", 150: "Direction", 260: "Previous read", 350: "Current read", 450: "Usage"},
        {40: "55810234", 150: "Delivered to you", 260: "12,340", 350: "12,852", 450: "512 kWh"},
        {40: "55810234", 150: "Received from you", 260: "8,100", 350: "8,990", 450: "890 kWh"},
        {40: "Electricity charges", -540: "$134.33"},
    )

    assert found == [(Commodity.ELECTRICITY, Decimal(512))]


def test_resolve_charges_excludes_readings_with_decimals() -> None:
    bill = bill_of(
        text_of_rows(
            *METERED[:1],
            {40: "Account number", 200: "1203004050"},
            {40: "Meter", 150: "Read date", 260: "Reading", 380: "Usage (kWh)"},
            {40: "TK1-20000", 150: "10/31/2026", 260: "67,200.00", 380: "5,443.00"},
            {150: "10/01/2026", 260: "61,757.00"},
            {40: "Energy charge", -540: "$640.41"},
            {40: "Total amount due", -540: "$640.41"},
        )
    )

    assert {item.total_charge for item in bill.line_items} <= {Decimal("640.41")}
