"""Readings prove themselves: in a row, below each other, with and without a multiplier."""

from datetime import date
from decimal import Decimal

from billhook.domain.bill import Commodity
from billhook.extraction.pipeline.pipeline import extract
from tests.extraction.candidates.rows import rows_in
from tests.extraction.pages import Row, bill_of, text_of_rows

HEADS = {40: "Meter number", 150: "Previous", 230: "Current", 310: "Multiplier", 400: "Usage (kWh)"}


def test_meter_row_is_read_by_its_arithmetic() -> None:
    (row,) = rows_in(HEADS, {40: "A1234567", 150: "12,300", 230: "12,850", 310: "1", 400: "550"})

    assert (row.previous.value, row.current.value) == (Decimal(12300), Decimal(12850))
    assert (row.usage.value.value, row.usage.value.unit) == (Decimal(550), "kWh")


def test_meter_row_with_current_reading_first_is_read() -> None:
    (row,) = rows_in(
        {150: "Current reading", 260: "Prior reading", 400: "Total kWh"}, {150: "12850", 260: "12300", 400: "550"}
    )

    assert (row.previous.value, row.current.value) == (Decimal(12300), Decimal(12850))


def test_meter_row_has_multiplier_of_difference_and_usage() -> None:
    (row,) = rows_in(HEADS, {40: "A1234567", 150: "300", 230: "350", 310: "40", 400: "2,000"})

    assert row.multiplier is not None
    assert (row.multiplier.value, row.usage.value.value) == (Decimal(40), Decimal(2000))


def test_meter_rows_exclude_numbers_without_heading() -> None:
    assert rows_in({40: "Oak table", 150: "30", 230: "20", 310: "10"}) == []


def test_meter_row_marked_estimated_is_estimated() -> None:
    (row,) = rows_in(HEADS, {40: "A1234567", 150: "12300", 230: "12850", 310: "1", 400: "550", 480: "Estimated"})

    assert row.is_estimated


def test_meter_rows_exclude_lines_of_codes_and_words() -> None:
    rows = rows_in(
        HEADS,
        {40: "Delivery point 23 115 402 889 106 - Meter number 51 115 - Contracted power of 9 kVA - Night option"},
    )

    assert rows == []


def test_meter_rows_exclude_years_of_a_chart() -> None:
    rows = rows_in({40: "Meter", 300: "Usage (kWh)"}, {40: "Mar 25", 120: "Apr 25", 200: "May 25", 280: "Jun 26"})

    assert rows == []


def entries_of(*rows: Row) -> list[tuple[Commodity, Decimal | None]]:
    (bill,) = extract(text_of_rows(*rows)).bills
    return [(usage.datasource_type, usage.usage) for usage in bill.usage_data]


FRAME: list[Row] = [
    {40: "Town of Elm", -540: "Utility bill"},
    {40: "Account number", 200: "4471120-3"},
    {40: "Bill date", 200: "03/28/2026", 330: "Due date", 430: "04/15/2026"},
    {40: "Service from 02/20/2026 to 03/21/2026"},
    {40: "Total due", -540: "$134.33"},
]


def test_usage_row_with_service_code_is_of_that_service() -> None:
    found = entries_of(
        *FRAME,
        {40: "Services: electric, water"},
        {40: "SVC", 100: "Previous", 200: "Present", 300: "Usage", -540: "Amount"},
        {40: "EL", 100: "48211", 200: "49034", 300: "823", -540: "102.88"},
        {40: "WA", 100: "3172", 200: "3215", 300: "43", -540: "31.45"},
    )

    assert found == [(Commodity.ELECTRICITY, Decimal(823)), (Commodity.WATER, Decimal(43))]


def test_usage_excludes_feed_in() -> None:
    found = entries_of(
        *FRAME,
        {40: "Electricity meter number: 1447821"},
        {40: "Tariff", 140: "Meter", 260: "Start read", 350: "End read", 450: "Usage"},
        {40: "Peak usage", 140: "1447821/E1", 260: "21448", 350: "22355", 450: "907 kWh"},
        {40: "Solar feed-in", 140: "1447821/B1", 260: "8804", 350: "9886", 450: "1082 kWh"},
    )

    assert found == [(Commodity.ELECTRICITY, Decimal(907))]


def test_meter_rows_exclude_steps_of_a_tariff() -> None:
    rows = rows_in(
        {40: "Present reading", 150: "Previous reading", 250: "MF", 300: "Units consumed"},
        {40: "8431", 150: "7903", 250: "1", 300: "528"},
        {40: "Slab", 150: "Units", 250: "Rate", 300: "Amount"},
        {40: "0 - 100", 150: "100", 250: "3.05", 300: "305.00"},
        {40: "Next 100", 150: "200", 250: "3.50", 300: "350.00"},
    )

    assert [row.usage.value.value for row in rows] == [Decimal(528)]


def test_meter_rows_exclude_ageing_of_debts() -> None:
    rows = rows_in(
        {40: "Meter", 150: "Previous", 230: "Current", 310: "Usage"},
        {40: "Current", 150: "30 days", 230: "60 days", 310: "90 days +", 400: "Total"},
    )

    assert rows == []


def test_meter_readings_exclude_the_difference_below_them() -> None:
    rows = rows_in(
        {40: "Meter readings"},
        {40: "Sep 12, 2026", 200: "58,214"},
        {40: "Aug 14, 2026", 200: "57,399"},
        {40: "Used until September 15, 2026", 200: "815"},
    )

    assert [(row.previous.value, row.usage.value.value) for row in rows] == [(Decimal(57399), Decimal(815))]


def test_usage_period_is_the_dates_of_the_readings() -> None:
    (bill,) = extract(
        text_of_rows(
            *FRAME[:3],
            FRAME[4],
            {
                40: "Electricity meter",
                140: "Present date",
                230: "Reading",
                300: "Previous date",
                390: "Reading",
                460: "kWh",
            },
            {40: "1447821", 140: "03/21/2026", 230: "22355", 300: "02/20/2026", 390: "21448", 460: "907"},
        )
    ).bills

    assert (bill.usage_data[0].start_date, bill.usage_data[0].end_date) == (date(2026, 2, 20), date(2026, 3, 21))


def test_usage_in_kilowatt_hours_is_no_water() -> None:
    found = entries_of(
        *FRAME,
        {40: "Water services by the water board"},
        {40: "Water 12 kgal", -540: "20.00"},
        {40: "Water base charge", -540: "5.00"},
        {40: "Power 377 kWh @ 0.2900", -540: "109.33"},
    )

    assert (Commodity.ELECTRICITY, Decimal(377)) in found
    assert (Commodity.WATER, Decimal(12)) in found


def test_usage_is_of_the_service_of_its_heading() -> None:
    found = entries_of(
        *FRAME,
        {40: "Electricity services by City Energy"},
        {40: "From 22 Feb to 21 Mar", 300: "377 kWh", 400: "0.2900", -540: "109.33"},
        {40: "Gas services by City Gas"},
        {40: "From 22 Feb to 21 Mar", 300: "100 kWh", 400: "0.2500", -540: "25.00"},
    )

    assert found == [(Commodity.ELECTRICITY, Decimal(377)), (Commodity.GAS, Decimal(100))]


def test_usage_is_the_sum_of_its_time_of_use_registers() -> None:
    found = entries_of(
        *FRAME,
        {40: "Electricity off-peak usage 312.44 kWh @ $0.10", -540: "31.24"},
        {40: "Mid-peak 118.21 kWh @ $0.12", -540: "14.19"},
        {40: "On-peak 122.98 kWh @ $0.16", -540: "19.68"},
        {40: "Total usage", -540: "553.63 kWh"},
    )

    assert found == [(Commodity.ELECTRICITY, Decimal("553.63"))]


def test_usage_of_gas_is_the_billed_energy() -> None:
    found = entries_of(
        *FRAME,
        {40: "Gas meter 0044118"},
        {40: "Start read", 120: "End read", 200: "Difference", 280: "Heating value", 400: "Gas used"},
        {40: "4411", 120: "4523", 200: "112 m³", 280: "38.71", 400: "4,241 MJ"},
        {40: "First 2,000 MJ", -540: "$80.40"},
        {40: "Next 2,241 MJ", -540: "$53.93"},
    )

    assert found == [(Commodity.GAS, Decimal(4241))]


def test_meter_rows_exclude_reactive_registers() -> None:
    rows = rows_in(
        {40: "Register", 150: "Present", 230: "Previous", 310: "MF", 400: "Consumption"},
        {40: "KWH", 150: "88,118.2", 230: "86,904.0", 310: "1", 400: "1,214.2"},
        {40: "KVAH", 150: "90,441.1", 230: "89,202.0", 310: "1", 400: "1,239.1"},
    )

    assert [(row.usage.value.value, row.usage.value.unit) for row in rows] == [(Decimal("1214.2"), "kWh")]


def test_meters_side_by_side_are_two_usage_entries() -> None:
    found = entries_of(
        *FRAME,
        {40: "Electric", 300: "Natural gas"},
        {40: "Meter # 44118R", 300: "Meter # G88270"},
        {40: "Mar 21 reading", 150: "90118", 300: "Mar 21 reading", 430: "4118"},
        {40: "Feb 20 reading", 150: "89377", 300: "Feb 20 reading", 430: "4011"},
        {40: "kWh used", 150: "741", 300: "CCF used", 430: "107"},
    )

    assert found == [(Commodity.ELECTRICITY, Decimal(741)), (Commodity.GAS, Decimal(107))]


def test_meter_usage_without_unit_takes_unit_of_readings() -> None:
    (row,) = rows_in(
        {40: "New index", 150: "m³", 230: "Old index", 320: "m³", 390: "Volume", 470: "kWh"},
        {40: "05/27/2026", 150: "9118", 230: "05/28/2025", 320: "7944", 390: "1174", 470: "13055"},
    )

    assert row.usage.value.unit == "m³"


def test_readings_below_meters_side_by_side_are_separate() -> None:
    (bill,) = extract(
        text_of_rows(
            *FRAME,
            {40: "Electricity", 300: "Gas"},
            {40: "Meter 19L0044118", 300: "Meter E6S0088270"},
            {40: "Previous reading", -230: "20114", 300: "Previous reading", -540: "3118"},
            {40: "Current reading", -230: "20803", 300: "Current reading", -540: "3492"},
            {40: "Used", -230: "689 kWh", 300: "Used", -540: "374 m³"},
        )
    ).bills

    found = [(usage.identifiers[0].value, usage.usage) for usage in bill.usage_data]
    assert found == [("19L0044118", Decimal(689)), ("E6S0088270", Decimal(374))]


def test_usage_without_label_is_the_sum_of_tariff_steps() -> None:
    found = entries_of(
        *FRAME,
        {40: "Electric service in all 1,423 kWh over the 59 days of this bill at your home"},
        {40: "Step 1: 1,308 kWh @ $0.1097", -540: "$143.49"},
        {40: "Step 2: 115 kWh @ $0.1408", -540: "$16.19"},
    )

    assert found == [(Commodity.ELECTRICITY, Decimal(1423))]


def test_usage_row_with_many_words_keeps_its_heading() -> None:
    found = entries_of(
        *FRAME,
        {40: "Electricity services by City Energy"},
        {40: "From 22 Feb to 21 Mar meter was read", 300: "377 kWh", 400: "0.2900", -540: "109.33"},
        {40: "Gas services by the City Gas Company"},
        {40: "From 22 Feb to 21 Mar it was estimated", 300: "41 kWh", 400: "0.2500", -540: "10.25"},
    )

    assert found == [(Commodity.ELECTRICITY, Decimal(377)), (Commodity.GAS, Decimal(41))]


def test_meter_rows_exclude_months_of_a_history() -> None:
    months = ("JUN26", "MAY26", "APR26", "MAR26", "FEB26")
    used = ("459", "428", "400", "369", "341")
    history: list[Row] = [{40: month, 120: kwh, 200: "31"} for month, kwh in zip(months, used, strict=True)]

    assert rows_in({40: "Month", 120: "Usage kWh", 200: "Days"}, *history) == []


def test_meter_rows_exclude_days_and_numbers_of_a_list() -> None:
    assert rows_in(HEADS, {40: "Billing days", 150: "29", 230: "33", 310: "4", 400: "61"}) == []
    assert rows_in(HEADS, {40: "Meter No.", 150: "30", 230: "10", 310: "20.", 400: "Total due"}) == []


def test_chained_readings_of_one_meter_are_all_used() -> None:
    bill = bill_of(
        text_of_rows(
            {40: "Electricity bill", 300: "Account number 5512-3008"},
            {40: "Reading date", 150: "Reading", 230: "Difference", 310: "Constant", 400: "kWh"},
            {40: "Jul 20, 2026", 150: "1000"},
            {230: "3", 310: "50", 400: "150"},
            {40: "Jul 8, 2026", 150: "0997"},
            {230: "5", 310: "50", 400: "250"},
            {40: "Jun 20, 2026", 150: "0992"},
            {40: "Service charge", -500: "$40.00"},
            {40: "Total amount due", -500: "$40.00"},
        )
    )

    assert [entry.usage for entry in bill.usage_data] == [Decimal(400)]
